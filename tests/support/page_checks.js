// axe-core, run only on what has changed since its last run. `(tags, layoutRules, leastContrast)` returns a function that
// returns the faults of the page in its present view; call it after each change of the view or of the document. What is
// known of colours stays valid for another document.
//
// - `layoutRules` read boxes and run again when these have changed. The other rules read of style only whether elements
//   are displayed, and run again when that has changed.
// - The contrast of a text depends on its own style and on the layers under it, its "ground". A ground that has passed is
//   not checked again. A text over anything else, or over a picture, is checked after each change of the view.
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
  const apart = (a, b) => a.right <= b.left || a.left >= b.right || a.bottom <= b.top || a.top >= b.bottom;
  const intersection = (a, b) => ({
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const within = (inner, { left, right, top, bottom }) =>
    inner.left >= left - 1 && inner.right <= right + 1 && inner.top >= top - 1 && inner.bottom <= bottom + 1;

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

  // The painted pseudo-elements of an element that are out of its flow.
  const pseudoElements = (element, box) =>
    ["::before", "::after"].flatMap((name) => {
      const style = getComputedStyle(element, name);
      if (style.content === "none" || ["static", "relative"].includes(style.position) || !paints(style)) return [];
      const [left, top] = [box.left + parseFloat(style.left), box.top + parseFloat(style.top)];
      const [right, bottom] = [left + parseFloat(style.width), top + parseFloat(style.height)];
      return [{ left, top, right, bottom, look: values(style, LAYER) }];
    });

  // The boxes of the letters of an element itself; a line is higher than its letters.
  const letterBoxes = (element) =>
    [...element.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) return [];
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].map(({ left, right, top, bottom, height }) => {
        return { left: left + 1, right: right - 1, top: top + height / 4, bottom: bottom - height / 4 };
      });
    });

  // The style and the box of every element, parents first.
  const readElements = () => {
    const items = new Map();
    for (const element of document.querySelectorAll("html, body, body *")) {
      const style = getComputedStyle(element);
      const parent = items.get(element.parentElement);
      const box = element.getBoundingClientRect();
      const scrolled = style.overflow === "visible" ? [] : [element.scrollWidth, element.scrollHeight];
      items.set(element, {
        element, style, parent, box,
        pseudo: box.width && box.height ? pseudoElements(element, box) : [],
        display: `${style.display === "none"} ${values(style, SHOWN)}`,
        layout: [box.x, box.y, box.width, box.height, ...scrolled].join(" "),
        layer: paints(style),
        visible: element.checkVisibility({ visibilityProperty: true }),
        picture: PICTURES.includes(element.localName),
        effects: parent?.effects || parseInt(style.zIndex) < 0 ||
          EFFECTS.some(([name, none]) => style[name] !== none),
      });
    }
    return [...items.values()];
  };

  // A key of all that the contrast of letters in some boxes depends on; null when there may be more.
  const ground = (item, boxes, painting) => {
    if (item.effects || item.picture) return null;
    const [layers, ancestors] = [[], new Set()];
    let opaque = false;
    for (let layer = item; layer; layer = layer.parent) {
      ancestors.add(layer);
      if (layer !== item && layer.style.overflow !== "visible") {
        boxes = boxes.map((box) => intersection(box, layer.box)).filter((box) => !apart(box, box));
      }
      if (layer.pseudo.some((drawing) => boxes.some((box) => !apart(box, drawing)))) return null;
      if (opaque || !layer.layer) continue;
      const everywhere = [document.documentElement, document.body].includes(layer.element);
      if (!everywhere && !boxes.every((box) => within(box, layer.box))) return null;
      if (layer.style.backgroundImage !== "none") return null;
      layers.push(values(layer.style, LAYER));
      opaque = alpha(layer.style.backgroundColor) === 255;
    }
    const overlaps = ([other, otherBoxes]) =>
      !ancestors.has(other) && otherBoxes.some((otherBox) => boxes.some((box) => !apart(otherBox, box)));
    return painting.some(overlaps) ? null : [values(item.style, LETTERS), ...layers].join(" / ");
  };

  const passedGrounds = new Set(); // on any page
  let history = {}; // of this page: the states seen, and the checks that need not run again

  // The state of the page, and whether it is new.
  const readPage = () => {
    const root = document.documentElement;
    if (history.root !== root) {
      history = { root, display: new Map(), layout: new Map(), paint: new Map(), settled: new Set() };
    }
    for (const animation of document.getAnimations()) animation.finish();
    const items = readElements();
    const display = items.map((item) => item.display);
    const layout = [...display, ...items.map((item) => item.layout)];
    return { items, display: record("display", display), layout: record("layout", layout) };
  };
  const record = (kind, texts) => {
    const [text, states] = [texts.join(), history[kind]];
    const isNew = !states.has(text);
    if (isNew) states.set(text, states.size);
    return { id: states.get(text), isNew };
  };

  // The texts and the links to check, each with what to record of the result: that its ground passes, or that the rule
  // does not apply to it in this layout.
  const pendingChecks = ({ items, layout }) => {
    const pending = { [TEXTS]: new Map(), [LINKS]: new Map() };
    const painting = items
      .filter((item) => item.visible && (item.picture || item.layer))
      .map((item) => [item, [...item.element.getClientRects()]]);
    const texts = [];
    let paint;
    const paintOf = (item) => [values(item.style, PAINTED), ...item.pseudo.map((drawing) => drawing.look)].join(" ");
    const add = (rule, index, keysOf) => {
      const place = `${rule} ${index} ${layout.id}`;
      if (history.settled.has(place)) return;
      const keys = keysOf();
      const onGround = !keys.includes(null);
      if (!onGround) paint ??= record("paint", items.map(paintOf));
      const passed = onGround ? passedGrounds : history.settled;
      const key = (onGround ? [rule, ...keys] : [place, paint.id, ...keys]).join(" | ");
      if (passed.has(key)) return;
      pending[rule].set(items[index].element, {
        pass: () => passed.add(key),
        ignore: () => history.settled.add(place),
      });
    };
    items.forEach((item, index) => {
      if (!item.visible) return;
      const boxes = letterBoxes(item.element);
      if (boxes.length) texts.push(item.element);
      if (boxes.length || FIELDS.includes(item.element.localName)) {
        add(TEXTS, index, () => [ground(item, boxes, painting)]);
      }
      if (item.element.matches("a[href], [role=link]")) {
        let block = item;
        while (block.parent && block.style.display.startsWith("inline")) block = block.parent;
        const both = [item, block];
        add(LINKS, index, () => [
          ...both.map((side) => ground(side, [...side.element.getClientRects()], painting)),
          ...both.map((side) => values(side.style, LINKED)),
        ]);
      }
    });
    // axe-core takes letters that join for icons, unless it has seen others in the same font.
    const joined = [...pending[TEXTS].keys()].some((element) => JOINED.test(element.textContent));
    return { pending, context: joined ? texts : [] };
  };

  const MARK = { [TEXTS]: "data-text-to-check", [LINKS]: "data-link-to-check" };
  const ruleNames = axe.getRules(tags).map((rule) => rule.ruleId);
  axe.configure({ rules: Object.entries(MARK).map(([id, mark]) => ({ id, selector: `[${mark}]` })) });
  const isHidden = (result) => result.any.some((check) => check.data?.messageKey === "hidden");
  const describe = ({ node, any, all, none }) => ({
    element: node.element,
    why: [...any, ...all, ...none].map((check) => check.message),
  });
  // The default reporter takes long to describe every element that passes.
  axe.addReporter("bare", (results, _, done) =>
    done(
      results.map(({ id, violations, incomplete, passes }) => ({
        id,
        violations: violations.map(describe),
        incomplete: incomplete.map(describe),
        passes: id in MARK ? passes.filter((result) => !isHidden(result)).map(({ node }) => node.element) : [],
      })),
    ),
  );

  return async () => {
    const page = readPage();
    const { pending, context } = pendingChecks(page);
    // Where an element may cover the page or hold another one, all rules read boxes.
    const covered = document.querySelector("dialog, [role$=dialog], iframe") !== null;
    const changed = (id) => (covered || layoutRules.includes(id) ? page.layout : page.display).isNew;
    const idle = ruleNames.filter((id) => !(pending[id]?.size ?? changed(id)));
    if (idle.length === ruleNames.length) return [];

    const elements = { [TEXTS]: [...context, ...pending[TEXTS].keys()], [LINKS]: [...pending[LINKS].keys()] };
    const marked = Object.entries(MARK).flatMap(([id, mark]) => elements[id].map((element) => [element, mark]));
    for (const [element, mark] of marked) element.setAttribute(mark, "");
    const rules = Object.fromEntries(idle.map((id) => [id, { enabled: false }]));
    const results = await axe.run({ runOnly: tags, rules, reporter: "bare", preload: false });
    for (const [element, mark] of marked) element.removeAttribute(mark);

    return results.flatMap(({ id, violations, incomplete, passes }) => {
      // Where axe-core is not sure of a contrast, it is measured.
      const unsure = incomplete.map((fault) => ({ ...fault, least: id === TEXTS ? leastContrast(fault.element) : 0 }));
      const faults = [...violations, ...unsure.filter((fault) => fault.least < ENOUGH)];
      const checked = new Set([...passes, ...unsure.map((fault) => fault.element)]);
      for (const { element } of faults) pending[id]?.delete(element);
      pending[id]?.forEach((result, element) => (checked.has(element) ? result.pass() : result.ignore()));
      return faults.map(({ element, ...fault }) => ({ rule: id, ...fault, element: element.outerHTML.slice(0, 120) }));
    });
  };
}
