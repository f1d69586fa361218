// One file's bytes by the tus protocol, in parts; what the server has already is asked first and not sent again.
import { Upload } from "tus-js-client";

const PART_BYTES = 4 * 1024 * 1024;

/** Why the bytes stopped: `status` is the answer's, or 0 where there was none. */
export class Stopped extends Error {
  constructor(status, message, waitSeconds) {
    super(message);
    Object.assign(this, { status, waitSeconds });
  }
}

/** Sends a file to its address. Gives `{ done, stop }`: `done` resolves when every byte is there; `onPart` follows each part. */
export function transfer(file, address, { onProgress, onPart }) {
  let upload;
  const done = new Promise((resolve, reject) => {
    upload = new Upload(file, {
      uploadUrl: address,
      chunkSize: PART_BYTES,
      // Who waits is the line, for all files together; and their addresses are the server's to tell, not to be
      // remembered.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress,
      onChunkComplete: onPart,
      onSuccess: () => resolve(),
      onError: (error) => reject(stopped(error)),
    });
    upload.start();
  });
  return { done, stop: () => upload.abort() };
}

function stopped(error) {
  const answer = error.originalResponse;
  if (!answer) return new Stopped(0, "", 0);
  const said = parsed(answer.getBody());
  const wait = Number(answer.getHeader("Retry-After")) || 0;
  return new Stopped(answer.getStatus(), said.detail ?? said.title ?? String(answer.getStatus()), wait);
}

function parsed(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
