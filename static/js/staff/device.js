// This device: what its owner calls it, and whether the browser is one inside another program.
import { word } from "./words.js";

const KEY = "baozhai-device";
/** Browsers inside other programs, many of which pick no files or only a few. */
const IN_APP = /MicroMessenger|\bQQ\/|DingTalk|Weibo|AlipayClient|aweme|Lark|FBAN|FBAV/i;

export const isInApp = () => IN_APP.test(navigator.userAgent);

export function deviceName() {
  try {
    return localStorage.getItem(KEY) ?? word("deviceFirst");
  } catch {
    return word("deviceFirst");
  }
}

export function rememberDevice(name) {
  try {
    if (name) localStorage.setItem(KEY, name);
  } catch {
    // Asked again next time.
  }
}
