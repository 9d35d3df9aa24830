// A function that measures what axe-core cannot decide: the least contrast between the text of an element and the colours
// behind it. It returns 0 when this cannot be measured either.
(() => {
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const read = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.slice(0, 3).map((byte) => {
      const channel = byte / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };

  // The boxes of the text itself: the box of a heading may reach under a drawing that its words do not.
  const textBoxes = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()];
  };
  const drawingOver = (ancestor, boxes) =>
    ["::before", "::after"].some((name) => {
      const style = getComputedStyle(ancestor, name);
      if (style.content === "none" || style.position !== "absolute") return false;
      const frame = ancestor.getBoundingClientRect();
      const [left, top] = [frame.left + parseFloat(style.left), frame.top + parseFloat(style.top)];
      const [right, bottom] = [left + parseFloat(style.width), top + parseFloat(style.height)];
      return !boxes.every((box) => box.right <= left || box.left >= right || box.bottom <= top || box.top >= bottom);
    });

  // The colours behind an element: a single one, or those of a gradient. Empty behind a picture or transparency.
  const behind = (element) => {
    const boxes = textBoxes(element);
    for (let ancestor = element; ancestor; ancestor = ancestor.parentElement) {
      const style = getComputedStyle(ancestor);
      if (style.opacity !== "1" || drawingOver(ancestor, boxes)) return [];
      if (style.backgroundImage !== "none") {
        return style.backgroundImage.startsWith("linear-gradient") && !style.backgroundImage.includes("url(")
          ? (style.backgroundImage.match(/(?:rgba?|color)\([^)]*\)/g) ?? []).map(read)
          : [];
      }
      const colour = read(style.backgroundColor);
      if (colour[3] === 255) return [colour];
      if (colour[3] !== 0) return [];
    }
    return [read("white")];
  };

  return (element) => {
    const text = read(getComputedStyle(element).color);
    const backgrounds = behind(element);
    if (text[3] !== 255 || !backgrounds.length || backgrounds.some((colour) => colour[3] !== 255)) return 0;
    return Math.min(...backgrounds.map((colour) => contrast(text, colour)));
  };
})()
