// Small pictures of files under way. A photo fills some 50 MB once it is decoded, so they are drawn one after the other, and
// only where somebody looks.

export const FACE_PX = 112;

export class Faces {
  constructor() {
    this.items = new WeakMap();
    this.drawing = Promise.resolve();
    this.seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.draw(target);
    });
  }

  add(canvas, item) {
    this.items.set(canvas, item);
    this.seen.observe(canvas);
  }

  draw(canvas) {
    this.seen.unobserve(canvas);
    this.drawing = this.drawing.then(() => paint(canvas, this.items.get(canvas).file));
  }
}

/** What the browser cannot read (HEIC, raw files) is left blank. */
async function paint(canvas, file) {
  if (!file || !canvas.isConnected) return;
  const picture = await createImageBitmap(file, { resizeHeight: FACE_PX, resizeQuality: "low" }).catch(() => null);
  if (!picture) return;
  canvas.getContext("2d").drawImage(picture, (FACE_PX - picture.width) / 2, 0);
  picture.close();
}
