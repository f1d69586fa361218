// People who use the staff's pages as a browser without scripts does.

export const PASSWORD = "窑洞 lantern 七 harbour";

/** Somebody signed in, who came by a one-time link. */
export async function openHand(base, link) {
  const set = await send(link, { password: PASSWORD });
  const [name, value] = set.headers.getSetCookie()[0].split(";")[0].split("=");
  const cookie = { name, value, url: base };

  function send(address, pairs, held) {
    const headers = { "content-type": "application/x-www-form-urlencoded", ...(held && { cookie: `${held.name}=${held.value}` }) };
    return fetch(address, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(pairs) });
  }
  const hand = {
    cookie,
    ask: (path, { headers, ...asked }) => fetch(base + path, { redirect: "manual", headers: { ...headers, cookie: `${name}=${value}` }, ...asked }),
    get: (path) => hand.ask(path, {}),
    text: async (path) => (await hand.get(path)).text(),
    /** Posts JSON and gives what is answered. */
    async json(path, body) {
      const answer = await hand.ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`POST ${path} answers ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
    /** Posts a form and gives where it leads; anything else than being led on is a fault. */
    async post(path, pairs) {
      const answer = await send(base + path, pairs, cookie);
      if (answer.status !== 303) throw new Error(`POST ${path} answers ${answer.status}: ${/role="alert"[^>]*>([^<]*)/.exec(await answer.text())?.[1]}`);
      return answer.headers.get("location");
    },
    /** Sends a file as a form without script does, and gives where it leads. */
    async attach(path, name, bytes) {
      const form = new FormData();
      form.append("file", new File([bytes], name));
      const answer = await hand.ask(path, { method: "POST", body: form });
      if (answer.status !== 303) throw new Error(`POST ${path} answers ${answer.status}: ${await answer.text()}`);
      return answer.headers.get("location");
    },
    /** Begins the survey of a village and gives its address. */
    begin: (village, template = "fort") => hand.post("/staff/changes/new", { template, village }),
    /** Posts fields of a change over the version its form has. */
    async write(change, fields, act = "") {
      const version = /name="version" value="([^"]*)"/.exec(await hand.text(change))[1];
      return hand.post(change + act, [["version", version], ...(Array.isArray(fields) ? fields : Object.entries(fields))]);
    },
    /** Decides on a review. */
    async decide(change, act, more = {}) {
      const page = await hand.text(`${change}/review`);
      const version = /name="version" value="([^"]*)"/.exec(page)[1];
      const rows = [...page.matchAll(/name="approve" value="([^"]*)"/g)].map((match) => ["approve", match[1]]);
      return hand.post(`${change}/review`, [["version", version], ["do", act], ...rows, ...Object.entries(more)]);
    },
  };
  return hand;
}

/** The number of a change, by its address. */
export const receiptOf = (change) => change.split("/").pop();

/** The fields of a visit and one statement of it, as the form names them. */
export function surveyed(change, village, { wall = "北墙存一段，残高2至4米" } = {}) {
  const receipt = receiptOf(change);
  return [
    [`${village}/survey.s${receipt}.date`, "2026-04-12"],
    [`${village}/survey.s${receipt}.surveyors`, "张三、李四"],
    [`${village}/statement.wall.1.value.zh`, wall],
    [`${village}/statement.wall.1.certainty`, "established"],
    [`${village}/statement.wall.1.sources`, `survey-${receipt}`],
  ];
}
