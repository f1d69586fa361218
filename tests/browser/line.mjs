// The line between a browser and the program, as one has it at the gate of a fort: it can be cut, also in the middle of a
// photo, and it notes which bytes of promised files went over it.
import { once } from "node:events";
import { createServer, request } from "node:http";

/** Opens a line to the program at `to`, a port of the loopback; it goes on whatever becomes of the program. */
export async function openLine({ to, at = 0 }) {
  const sockets = new Set();
  const line = {
    isCut: false,
    cuts: 0,
    /** Bytes of promised files that the program was handed. */
    sentBytes: 0,
    /** How far each file has come, by its address, as far as the browser was told. */
    told: new Map(),
    /** What was sent although the browser had been told that it is there. */
    sentTwice: [],
    /** Cuts it, and all that is on its way. */
    cut() {
      line.isCut = true;
      line.cuts += 1;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => (line.isCut = false),
    /** Lets the next such request through to the program and loses the answer; comes when it is lost. */
    loseAnswer: (method, path) => new Promise((resolve) => (toLose = { method, path, resolve })),
    /** Comes once so many more bytes of promised files have gone over it. */
    after: (bytes) => new Promise((resolve) => (bytes > 0 ? marks.push({ at: line.sentBytes + bytes, act: resolve }) : resolve())),
    /** Cuts it then; comes when it is cut. */
    cutAfter: (bytes) => new Promise((resolve) => marks.push({ at: line.sentBytes + bytes, act: () => resolve(line.cut()) })),
    async stop() {
      server.close();
      line.cut();
      await once(server, "close");
    },
  };
  let marks = [];
  let toLose;

  function count(bytes) {
    line.sentBytes += bytes;
    const isPassed = ({ at }) => at <= line.sentBytes;
    const passed = marks.filter(isPassed);
    marks = marks.filter((mark) => !isPassed(mark));
    for (const { act } of passed) act();
  }

  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const isPart = method === "PATCH";
    if (isPart && Number(headers["upload-offset"]) < (line.told.get(url) ?? 0)) {
      line.sentTwice.push(`${url} from ${headers["upload-offset"]}, ${line.told.get(url)} were there`);
    }
    const onward = request({ host: "127.0.0.1", port: to, method, path: url, headers, agent: false });
    const fail = () => asked.socket.destroy();
    onward.on("error", fail);
    asked.on("error", () => onward.destroy());
    answer.on("close", () => onward.destroy());
    onward.on("response", (said) => {
      said.on("error", fail);
      if (toLose?.method === method && toLose.path === url) {
        const { resolve } = toLose;
        toLose = undefined;
        fail();
        return void resolve();
      }
      answer.writeHead(said.statusCode, said.rawHeaders);
      said.pipe(answer);
      const offset = said.headers["upload-offset"];
      answer.on("finish", () => !line.isCut && offset && line.told.set(url, Number(offset)));
    });
    if (isPart) asked.on("data", (piece) => count(piece.length));
    asked.pipe(onward);
  });
  server.on("connection", (socket) => {
    if (line.isCut) return void socket.destroy();
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  // A part may take as long as it does.
  Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 60_000 });
  server.listen(at, "127.0.0.1");
  await once(server, "listening");
  line.base = `http://127.0.0.1:${server.address().port}`;
  return line;
}
