// Where the reader is, asked of the device only when the button is pressed; it goes nowhere else.
import { getDistance } from "ol/sphere.js";

const PATIENCE_MS = 20_000;

/** `{ at: [lon, lat], accuracy }`, metres; fails with `why`: a word that the page has a sentence for. */
export function locate() {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(Object.assign(new Error(why), { why }));
    if (!isSecureContext) return fail("insecure");
    if (!navigator.geolocation) return fail("unable");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ at: [coords.longitude, coords.latitude], accuracy: coords.accuracy }),
      ({ code }) => fail({ 1: "refused", 3: "late" }[code] ?? "unable"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}

/** Metres from one place to another, degrees, on the sphere. */
export const distance = (from, to) => getDistance(from, to);
