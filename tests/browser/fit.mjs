// What can be wrong with how a page stands in its window. Each function is sent into the page and must be whole in itself.

/** Text that lies on the text of an unrelated element: `["…  lies on …"]`. */
export function textOnText() {
  const apart = "[hidden], details:not([open]) > :not(summary), rt, sup, template, noscript, dialog:not([open])";
  const pieces = [];
  const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (text.nextNode()) {
    const node = text.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(apart)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || isForEars(element) || isUndrawn(element)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 3 && box.height > 3) pieces.push({ box, element, words: node.data.trim().slice(0, 12) });
    }
  }
  const found = [];
  pieces.sort((a, b) => a.box.top - b.box.top);
  for (const [at, one] of pieces.entries()) {
    for (let next = at + 1; next < pieces.length && pieces[next].box.top < one.box.bottom; next++) {
      const other = pieces[next];
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      // The boxes of neighbouring lines touch: a font is higher than what it prints.
      const least = Math.min(one.box.width * one.box.height, other.box.width * other.box.height);
      if (width > 4 && height > 6 && width * height > 0.12 * least) found.push(`“${one.words}” lies on “${other.words}”`);
    }
  }
  return found.slice(0, 5);

  // Chromium lays out what stands in a <g> that is not displayed, and calls it visible.
  function isUndrawn(element) {
    for (let at = element.closest("svg g"); at; at = at.parentElement.closest("svg g")) if (getComputedStyle(at).display === "none") return true;
    return false;
  }

  // What screen readers alone are told stands in a box of one pixel.
  function isForEars(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const { width, height } = at.getBoundingClientRect();
      if ((width <= 2 || height <= 2) && getComputedStyle(at).overflow !== "visible") return true;
    }
    return false;
  }
}

/** Chinese punctuation that an engine presses to less than its em, though a character follows it on its line. */
export function pressedPunctuation() {
  const found = [];
  const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (text.nextNode() && found.length < 3) {
    const node = text.currentNode;
    const style = getComputedStyle(node.parentElement);
    if (style.writingMode !== "horizontal-tb" || !node.parentElement.checkVisibility() || node.parentElement.closest(".unseen, textarea, option")) continue;
    for (const { index } of node.data.matchAll(/[，。、；：](?=\p{Script=Han})/gu)) {
      const [mark, next] = [index, index + 1].map((start) => {
        range.setStart(node, start);
        range.setEnd(node, start + 1);
        return range.getBoundingClientRect();
      });
      if (Math.abs(mark.top - next.top) > 2 || next.left < mark.left) continue;
      if (next.left - mark.left < 0.85 * parseFloat(style.fontSize)) found.push(`“${node.data.substr(index - 3, 6)}” is pressed`);
    }
  }
  return found;
}

/** Scrolls past every picture, so that lazy ones come, and gives the addresses of those that do not show; one that failed is asked for once more. */
export async function missingPictures() {
  const found = [];
  for (const image of document.images) {
    if (!image.getClientRects().length) continue;
    image.scrollIntoView({ behavior: "instant", block: "center" });
    if (image.complete && !image.naturalWidth) image.src = image.getAttribute("src");
    if (!image.complete) {
      await new Promise((resolve) => {
        image.addEventListener("load", resolve);
        image.addEventListener("error", resolve);
        if (image.complete) resolve();
        setTimeout(resolve, 20_000);
      });
    }
    const { width, height } = image.getBoundingClientRect();
    if (!image.complete || !image.naturalWidth || width < 1 || height < 1) found.push(image.currentSrc || image.src);
  }
  scrollTo({ top: 0, left: 0, behavior: "instant" });
  return found;
}

/** What sticks out of the window, or `allowance` times its width, or is cut off inside it. */
export function cutOff(allowance = 1) {
  const found = [];
  const width = document.documentElement.clientWidth * allowance;
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${Math.floor(width)}`);
  }
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const inScroller = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  // Chromium calls visible what stands in a <g> that is not displayed.
  const undrawn = (element) => [...document.querySelectorAll("svg g")].some((group) => group.contains(element) && getComputedStyle(group).display === "none");
  const unseen = (element) => !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || (element.closest("svg") && undrawn(element));
  const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (text.nextNode()) {
    const node = text.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || unseen(element) || inScroller(element)) continue;
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const box = inked(line, getComputedStyle(element));
      // One pixel square: text for screen readers only.
      if (element.closest(".unseen, .skip") || box.width < 2) continue;
      if (box.right > width + 1 || box.left < -1) {
        found.push(`“${node.data.trim().slice(0, 20)}” sticks out (${Math.round(box.left)}–${Math.round(box.right)} of ${width})`);
        break;
      }
      const frame = clipped(element, box);
      if (frame) {
        found.push(`“${node.data.trim().slice(0, 20)}” is cut off by ${frame}`);
        break;
      }
    }
  }
  return found.slice(0, 5);

  // A line's box is higher than what is printed in it, by as much as the font likes.
  function inked(line, style) {
    const vertical = style.writingMode !== "horizontal-tb";
    const spare = Math.max(0, ((vertical ? line.width : line.height) - parseFloat(style.fontSize)) / 2);
    const [x, y] = vertical ? [spare, 0] : [0, spare];
    return new DOMRect(line.x + x, line.y + y, line.width - 2 * x, line.height - 2 * y);
  }

  function clipped(element, box) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
      const frame = at.getBoundingClientRect();
      if (frame.width < 2 || frame.height < 2) continue;
      const out = box.right > frame.right + 2 || box.left < frame.left - 2;
      const over = box.bottom > frame.bottom + box.height / 3 || box.top < frame.top - box.height / 3;
      if (out || over) return `${at.tagName}.${at.className}`;
    }
    return null;
  }
}
