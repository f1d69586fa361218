// Photographs that no archive has yet: noise, which no two of are alike and which hardly compresses.

/** As many JPEG files as `count`, from number `from` on: the same numbers give the same pictures. */
export async function photographs(browser, count, { from = 1, width = 1200, height = 900, quality = 0.8, each } = {}) {
  const page = await browser.newPage();
  const files = [];
  for (let number = from; number < from + count; number += 1) {
    const coded = await page.evaluate(drawn, { number, width, height, quality });
    const file = { name: `IMG_${String(number).padStart(4, "0")}.JPG`, mimeType: "image/jpeg", buffer: Buffer.from(coded, "base64") };
    if (each) await each(file);
    else files.push(file);
  }
  await page.close();
  return files;
}

/** Runs in the browser. */
async function drawn({ number, width, height, quality }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  let state = number * 2_654_435_761;
  for (let at = 0; at < pixels.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[at] = state | 0xff000000;
  }
  context.putImageData(picture, 0, 0);
  // A plane of its own light, so that small copies differ too.
  context.fillStyle = `hsl(${(number * 47) % 360} 60% 50% / 0.35)`;
  context.fillRect(0, 0, width * ((number % 7) / 7), height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
  const address = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
  return address.slice(address.indexOf(",") + 1);
}
