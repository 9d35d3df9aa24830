// axe-core, spared what it has judged before. `(tags, layoutRules, leastContrast)` makes a function that tells what is
// wrong with the page as it looks now, to be called whenever it may look different. The document may be replaced by
// another one: what is known of colours stays.
//
// - `layoutRules` read boxes and are run again when these have changed; the other rules read nothing of style but what
//   is shown at all, and are run again when that has.
// - The contrast of a text depends on its letters and on the layers under them. What was judged on such ground is known;
//   a text that lies across something else, or on a picture, is judged anew whenever anything has changed.
(tags, layoutRules, leastContrast) => {
  const [TEXTS, LINKS] = ["color-contrast", "link-in-text-block"];
  const ENOUGH = 4.5;
  const JOINED = /[^\p{scx=Latin}\p{scx=Common}]/u;
  const SHOWN = ["visibility", "contentVisibility"];
  const LETTERS = ["color", "webkitTextFillColor", "fontSize", "fontWeight"];
  const LINKED = ["textDecoration", "fontFamily", "fontStyle", "borderTop", "borderBottom", "outline"];
  const LAYER = ["backgroundColor", "backgroundImage", "maskImage"];
  const EFFECTS = [["opacity", "1"], ["filter", "none"], ["mixBlendMode", "normal"], ["textShadow", "none"]];
  const PAINTED = [...LETTERS, ...LAYER, ...EFFECTS.map(([name]) => name)];
  const FIELDS = ["input", "select", "textarea"];
  const PICTURES = [...FIELDS, "img", "svg", "video", "canvas", "object", "embed", "iframe"];

  const values = (style, names) => names.map((name) => style[name]).join(" ");
  const apart = (one, other) =>
    one.right <= other.left || one.left >= other.right || one.bottom <= other.top || one.top >= other.bottom;
  const common = (one, other) => ({
    left: Math.max(one.left, other.left),
    right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const within = (one, { left, right, top, bottom }) =>
    one.left >= left - 1 && one.right <= right + 1 && one.top >= top - 1 && one.bottom <= bottom + 1;

  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const alphas = new Map();
  const alpha = (colour) => {
    if (!alphas.has(colour)) {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
      alphas.set(colour, pixel.getImageData(0, 0, 1, 1).data[3]);
    }
    return alphas.get(colour);
  };
  const paints = (style) => alpha(style.backgroundColor) > 0 || style.backgroundImage !== "none";

  // What is drawn before and after the content of an element, out of its flow.
  const drawings = (element, box) =>
    ["::before", "::after"].flatMap((name) => {
      const style = getComputedStyle(element, name);
      if (style.content === "none" || ["static", "relative"].includes(style.position) || !paints(style)) return [];
      const [left, top] = [box.left + parseFloat(style.left), box.top + parseFloat(style.top)];
      const [right, bottom] = [left + parseFloat(style.width), top + parseFloat(style.height)];
      return [{ left, top, right, bottom, look: values(style, LAYER) }];
    });

  // The places of the letters of an element itself; a line is higher than its letters.
  const letters = (element) =>
    [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return [];
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].map(({ left, right, top, bottom, height }) => {
        return { left: left + 1, right: right - 1, top: top + height / 4, bottom: bottom - height / 4 };
      });
    });

  // Every element, parents first.
  const look = () => {
    const found = new Map();
    for (const element of document.querySelectorAll("html, body, body *")) {
      const style = getComputedStyle(element);
      const parent = found.get(element.parentElement);
      const box = element.getBoundingClientRect();
      const scrolled = style.overflow === "visible" ? [] : [element.scrollWidth, element.scrollHeight];
      const drawn = box.width && box.height ? drawings(element, box) : [];
      found.set(element, {
        element, style, parent, box, drawn,
        shown: `${style.display === "none"} ${values(style, SHOWN)}`,
        laid: [box.x, box.y, box.width, box.height, ...scrolled].join(" "),
        layer: paints(style),
        visible: element.checkVisibility({ visibilityProperty: true }),
        picture: PICTURES.includes(element.localName),
        effects: parent?.effects || parseInt(style.zIndex) < 0 ||
          EFFECTS.some(([name, none]) => style[name] !== none),
      });
    }
    return [...found.values()];
  };

  // All that the contrast of letters at some places depends on; nothing when this may not be all.
  const ground = (one, places, painting) => {
    if (one.effects || one.picture) return null;
    const [layers, around] = [[], new Set()];
    let opaque = false;
    for (let layer = one; layer; layer = layer.parent) {
      around.add(layer);
      if (layer !== one && layer.style.overflow !== "visible") {
        places = places.map((place) => common(place, layer.box)).filter((place) => !apart(place, place));
      }
      if (layer.drawn.some((drawing) => places.some((place) => !apart(place, drawing)))) return null;
      if (opaque || !layer.layer) continue;
      const everywhere = [document.documentElement, document.body].includes(layer.element);
      if (!everywhere && !places.every((place) => within(place, layer.box))) return null;
      if (layer.style.backgroundImage !== "none") return null;
      layers.push(values(layer.style, LAYER));
      opaque = alpha(layer.style.backgroundColor) === 255;
    }
    const across = ([other, boxes]) =>
      !around.has(other) && boxes.some((box) => places.some((place) => !apart(box, place)));
    return painting.some(across) ? null : [values(one.style, LETTERS), ...layers].join(" / ");
  };

  const good = new Set(); // grounds, on any page
  let page = {}; // what was met with on this one

  // What the page looks like, and whether it has looked so before.
  const survey = () => {
    const root = document.documentElement;
    if (page.root !== root) page = { root, shown: new Map(), laid: new Map(), painted: new Map(), settled: new Set() };
    for (const animation of document.getAnimations()) animation.finish();
    const all = look();
    const shown = all.map((one) => one.shown);
    return { all, shown: met("shown", shown), laid: met("laid", [...shown, ...all.map((one) => one.laid)]) };
  };
  const met = (what, texts) => {
    const text = texts.join();
    const before = page[what].get(text);
    page[what].set(text, before ?? page[what].size);
    return { is: before ?? page[what].size - 1, anew: before === undefined };
  };

  // The texts and the links that are to be judged, with what is to be remembered of each: that it is good, or that the
  // rule does not care for it as the page is laid out.
  const fresh = ({ all, laid }) => {
    const wanted = { [TEXTS]: new Map(), [LINKS]: new Map() };
    const painting = all.filter((one) => one.visible && (one.picture || one.layer));
    const boxes = painting.map((one) => [one, [...one.element.getClientRects()]]);
    const texts = [];
    let painted;
    const paint = (one) => [values(one.style, PAINTED), ...one.drawn.map((drawing) => drawing.look)].join(" ");
    const want = (rule, index, whole) => {
      const here = `${rule} ${index} ${laid.is}`;
      if (page.settled.has(here)) return;
      const grounds = whole();
      const simple = !grounds.includes(null);
      if (!simple) painted ??= met("painted", all.map(paint));
      const [known, name] = simple ? [good, [rule, ...grounds].join(" | ")] : [page.settled, [here, painted.is, ...grounds].join(" | ")];
      if (known.has(name)) return;
      wanted[rule].set(all[index].element, { good: () => known.add(name), ignored: () => page.settled.add(here) });
    };
    all.forEach((one, index) => {
      if (!one.visible) return;
      const places = letters(one.element);
      if (places.length) texts.push(one.element);
      if (places.length || FIELDS.includes(one.element.localName)) want(TEXTS, index, () => [ground(one, places, boxes)]);
      if (one.element.matches("a[href], [role=link]")) {
        let block = one;
        while (block.parent && block.style.display.startsWith("inline")) block = block.parent;
        const both = [one, block];
        want(LINKS, index, () => [
          ...both.map((each) => ground(each, [...each.element.getClientRects()], boxes)),
          ...both.map((each) => values(each.style, LINKED)),
        ]);
      }
    });
    // axe-core takes letters that join for icons, until it has met with others in the same font.
    const joined = [...wanted[TEXTS].keys()].some((element) => JOINED.test(element.textContent));
    return { wanted, company: joined ? texts : [] };
  };

  const MARK = { [TEXTS]: "data-text-to-judge", [LINKS]: "data-link-to-judge" };
  const names = axe.getRules(tags).map((rule) => rule.ruleId);
  axe.configure({ rules: Object.entries(MARK).map(([id, mark]) => ({ id, selector: `[${mark}]` })) });
  const unseen = (one) => one.any.some((check) => check.data?.messageKey === "hidden");
  const told = ({ node, any, all, none }) => ({
    element: node.element,
    why: [...any, ...all, ...none].map((check) => check.message),
  });
  // Only what is of use: to describe all that is well takes long.
  axe.addReporter("bare", (results, _, done) =>
    done(
      results.map(({ id, violations, incomplete, passes }) => ({
        id,
        violations: violations.map(told),
        incomplete: incomplete.map(told),
        passes: id in MARK ? passes.filter((one) => !unseen(one)).map(({ node }) => node.element) : [],
      })),
    ),
  );

  return async () => {
    const now = survey();
    const { wanted, company } = fresh(now);
    // Where something may cover the page or be another one, all rules read boxes.
    const covered = document.querySelector("dialog, [role$=dialog], iframe") !== null;
    const changed = (id) => (covered || layoutRules.includes(id) ? now.laid : now.shown).anew;
    const idle = names.filter((id) => !(wanted[id]?.size ?? changed(id)));
    if (idle.length === names.length) return [];

    const offered = { [TEXTS]: [...company, ...wanted[TEXTS].keys()], [LINKS]: [...wanted[LINKS].keys()] };
    const marked = Object.entries(MARK).flatMap(([id, mark]) => offered[id].map((element) => [element, mark]));
    for (const [element, mark] of marked) element.setAttribute(mark, "");
    const rules = Object.fromEntries(idle.map((id) => [id, { enabled: false }]));
    const results = await axe.run({ runOnly: tags, rules, reporter: "bare", preload: false });
    for (const [element, mark] of marked) element.removeAttribute(mark);

    return results.flatMap(({ id, violations, incomplete, passes }) => {
      // Where axe-core is not sure of a contrast, it is measured.
      const unsure = incomplete.map((one) => ({ ...one, least: id === TEXTS ? leastContrast(one.element) : 0 }));
      const bad = [...violations, ...unsure.filter((one) => one.least < ENOUGH)];
      const judged = new Set([...passes, ...unsure.map((one) => one.element)]);
      for (const { element } of bad) wanted[id]?.delete(element);
      wanted[id]?.forEach((it, element) => (judged.has(element) ? it.good : it.ignored)());
      return bad.map(({ element, ...fault }) => ({ rule: id, ...fault, element: element.outerHTML.slice(0, 120) }));
    });
  };
}
