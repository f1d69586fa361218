// Where the reader is, asked of the device only when the button is pressed; it goes nowhere else.
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import { getDistance } from "ol/sphere.js";

import { CircleLayer, readersDot } from "./layers.js";

const PATIENCE_MS = 20_000;

/** `{ at: [lon, lat], accuracy }`, metres; fails with `why`: a word that the page has a sentence for. */
function locate() {
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

/** The reader's place on the map, once it was asked for. */
export class ReadersPlace {
  constructor(lettering) {
    this.lettering = lettering;
    this.around = new CircleLayer(lettering, ["cinnabar", "cinnabar"]);
    this.dot = new VectorLayer({ source: new VectorSource(), style: (feature) => feature.get("style") });
    this.layers = [this.around.layer, this.dot];
  }

  /** Asks the device and draws what it says: `{ at, accuracy }`, the place in the map's metres. */
  async find() {
    this.here = await locate();
    const at = fromLonLat(this.here.at);
    this.around.show(this.here.at, this.here.accuracy);
    this.dot.getSource().clear();
    this.dot.getSource().addFeature(readersDot(at, this.lettering));
    return { at, accuracy: this.here.accuracy };
  }

  /** Metres from there to a place, degrees, on the sphere; null as long as nobody asked. */
  distance(place) {
    return this.here ? getDistance(this.here.at, place) : null;
  }
}

/** A length as people say it: to ten metres, to a tenth of a kilometre, to a kilometre. */
export function inWords(metres, words) {
  if (metres < 950) return words.metres.replace("{}", Math.max(10, Math.round(metres / 10) * 10));
  return words.km.replace("{}", metres < 10_000 ? (metres / 1000).toFixed(1) : Math.round(metres / 1000));
}
