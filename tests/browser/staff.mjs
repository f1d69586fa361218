// The staff's side under test: a program of its own on a copy of the data, people who can sign in, and work in every state.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPage } from "./browser.mjs";
import { command, startProgram } from "./program.mjs";
import { data } from "./site.mjs";

export const PASSWORD = "窑洞 lantern 七 harbour";
export const SHOWN = { li: "李四", zhao: "赵五", sun: "孙六", chu: "初审员", chief: "王主任", shen: "审计员", root: "管理员" };
const ROLES = { li: "surveyor", zhao: "surveyor", sun: "surveyor", chu: "editor", chief: "approver", shen: "auditor", root: "administrator" };

/** Starts the program on a copy of the data; `people` can sign in there, each with a one-time link until `enter` uses it. */
export async function startStaff() {
  const folder = await mkdtemp(join(tmpdir(), "baozhai-staff-"));
  const ownData = join(folder, "data");
  await cp(data, ownData, { recursive: true, filter: (path) => !path.includes("/cache/") || path.includes("/cache/access") });
  const program = await startProgram(ownData);
  const { base } = program;
  const hands = new Map();

  const staff = {
    base,
    /** Makes an account with `baozhai user add` and gives its one-time link. */
    async add(name, role = ROLES[name], shown = SHOWN[name] ?? name) {
      const said = await command(program, "user", "add", name, "--role", role, "--shown", shown);
      const link = /https?:\S+invitation\S+/.exec(said)?.[0];
      if (!link) throw new Error(`no link in what \`user add\` says:\n${said}`);
      return link;
    },
    /** Somebody of that name, signed in; the account is made when it is first asked for. */
    async hand(name) {
      if (!hands.has(name)) hands.set(name, openHand(base, await staff.add(name)));
      return hands.get(name);
    },
    /** A page on which somebody is signed in. */
    async page(browser, name, options = {}) {
      const page = await openPage(browser, { base, ...options });
      if (name) await page.context().addCookies([(await staff.hand(name)).cookie]);
      return page;
    },
    async stop() {
      const { code, log } = await program.stop();
      await rm(folder, { recursive: true, force: true });
      const errors = log.split("\n").filter((line) => / ERROR |panicked at/.test(line));
      if (code !== 0 || errors.length) throw new Error(`the program ended with ${code}:\n${errors.slice(0, 10).join("\n")}`);
    },
  };
  return staff;
}

/** Posts forms like a browser without scripts. */
async function openHand(base, link) {
  const set = await send(link, { password: PASSWORD });
  const [name, value] = set.headers.getSetCookie()[0].split(";")[0].split("=");
  const cookie = { name, value, url: base };

  function send(address, pairs, held) {
    const headers = { "content-type": "application/x-www-form-urlencoded", ...(held && { cookie: `${held.name}=${held.value}` }) };
    return fetch(address, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(pairs) });
  }
  const hand = {
    cookie,
    get: (path) => fetch(base + path, { redirect: "manual", headers: { cookie: `${name}=${value}` } }),
    text: async (path) => (await hand.get(path)).text(),
    /** Posts a form and gives where it leads; anything else than being led on is a fault. */
    async post(path, pairs) {
      const answer = await send(base + path, pairs, cookie);
      if (answer.status !== 303) throw new Error(`POST ${path} answers ${answer.status}: ${/role="alert"[^>]*>([^<]*)/.exec(await answer.text())?.[1]}`);
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

/** A change of every state, a record with three editions, one that is withdrawn: `{ name: address }`. */
export async function workOfAllStates(staff) {
  const li = await staff.hand("li");
  const chief = await staff.hand("chief");
  const submitted = async (village) => {
    const change = await li.begin(village);
    await li.write(change, surveyed(change, village), "/submit");
    return change;
  };
  const draft = await li.begin("weizhuang");
  await li.write(draft, surveyed(draft, "weizhuang").slice(0, 3));
  await li.write(draft, { "weizhuang-01/caption.zh": "改过的图注" });
  const waiting = await li.begin("xiaozhang");
  await li.write(waiting, [...surveyed(waiting, "xiaozhang"), ["xiaozhang-01/caption.zh", "改过的图注"]], "/submit");
  const returned = await submitted("zhangwu");
  await chief.decide(returned, "return", { note: "日期请再核对。", [`comment:zhangwu/survey.s${receiptOf(returned)}.date`]: "照片上是四月十三日。" });
  const published = await submitted("fancunbu");
  await chief.decide(published, "publish");
  const again = await li.begin("fancunbu");
  const receipt = receiptOf(again);
  await li.write(again, { [`fancunbu/survey.s${receipt}.date`]: "2026-05-01", [`fancunbu/survey.s${receipt}.surveyors`]: "李四", "fancunbu/note.zh": "第二次调查。" }, "/submit");
  await chief.decide(again, "publish");
  await chief.post("/staff/records/guzhen/withdraw", { part: "record", reason: "privacy", note: "应住户要求。", tell: "yes" });
  return { draft, waiting, returned, published };
}

/** Every page of the staff, with a person of each role that may see it; `null` is nobody. */
export function staffPages({ draft, waiting, returned, published }, link) {
  const everybody = ["li", "chu", "chief", "shen", "root"];
  const writers = ["li", "chief"];
  const page = (path, who, status = 200) => ({ path, who, status });
  return [
    page("/staff/sign-in", [null]),
    page("/staff/sign-in?next=/staff/changes", [null]),
    page(new URL(link).pathname, [null]),
    page("/staff/invitation/no-such-link", [null], 404),
    page("/staff", everybody),
    page("/staff/changes", everybody),
    ...["own", "waiting", "returned", "published"].map((list) => page(`/staff/changes?list=${list}`, writers)),
    page("/staff/changes/new", writers),
    page(draft, ["li", "shen"]),
    page(returned, ["li"]),
    page(`${waiting}/review`, everybody),
    page(`${returned}/review`, ["li", "chief"]),
    page(`${published}/review`, ["li", "chief", "root"]),
    page(`${waiting}/slip`, ["li", "chief", "shen"]),
    page("/staff/records/fancunbu/history", everybody),
    page("/staff/records/guzhen/history", ["chief", "shen"]),
    page("/staff/records/xiaozhang/withdraw", ["chief", "root"]),
    page("/staff/account", ["li", "root"]),
    page("/staff/people", ["root"]),
    page("/staff/audit", ["shen", "root"]),
    page("/staff/no-such-page", ["li"], 404),
  ];
}
