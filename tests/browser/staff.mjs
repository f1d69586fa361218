// The staff's side under test: a program of its own on a copy of the data, people who can sign in, and work in every state.
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openPage } from "./browser.mjs";
import { docx } from "./docx.mjs";
import { openHand, receiptOf, surveyed } from "./hand.mjs";
import { openLine } from "./line.mjs";
import { command, freePort, startProgram } from "./program.mjs";
import { data } from "./site.mjs";

export { PASSWORD, receiptOf, surveyed } from "./hand.mjs";

export const SHOWN = { li: "李四", zhao: "赵五", sun: "孙六", chu: "初审员", chief: "王主任", shen: "审计员", root: "管理员" };
const ROLES = { li: "surveyor", zhao: "surveyor", sun: "surveyor", chu: "editor", chief: "approver", shen: "auditor", root: "administrator" };

/** Waits until the pictures are ready: on a copy without their access forms the first pages would wait for each. */
async function prepared() {
  const files = async (folder) => (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile());
  for (let rounds = 0; rounds < 1200; rounds++) {
    const ready = (await files(join(data, "cache/access"))).filter(({ name }) => name.endsWith(".access"));
    if (ready.length >= (await files(join(data, "blobs"))).length) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the pictures were not ready within five minutes");
}

/** Starts the program on a copy of the data. People find it at the end of `line`, which can be cut. */
export async function startStaff() {
  const folder = await mkdtemp(join(tmpdir(), "baozhai-staff-"));
  const ownData = join(folder, "data");
  await prepared();
  await cp(data, ownData, { recursive: true, filter: (path) => !path.includes("/cache/") || path.includes("/cache/access") });
  const port = await freePort();
  const line = await openLine({ to: port });
  const { base } = line;
  const start = () => startProgram(ownData, { port, base });
  let program = await start();
  const hands = new Map();

  const staff = {
    base,
    line,
    data: ownData,
    /** Ends the program in the middle of whatever it does. */
    kill: () => program.kill(),
    /** Starts it again, on what is left. */
    async restart() {
      program = await start();
    },
    /** Gives a command to the program and what it says. */
    command: (...words) => command(program, ...words),
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
      await line.stop();
      await rm(folder, { recursive: true, force: true });
      const errors = log.split("\n").filter((line) => / ERROR |panicked at/.test(line));
      if (code !== 0 || errors.length) throw new Error(`the program ended with ${code}:\n${errors.slice(0, 10).join("\n")}`);
    },
  };
  return staff;
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
  await li.attach(`${draft}/papers?kind=report`, "魏庄堡调查报告（初稿）.docx", docx("魏庄堡调查报告", "堡北城壕尚存十二米，樊村人称老壕。"));
  const waiting = await li.begin("xiaozhang");
  await li.attach(`${waiting}/papers?kind=report`, "小张堡调查报告.docx", docx("小张堡调查报告", "门额无字。"));
  await li.write(waiting, [...surveyed(waiting, "xiaozhang"), ["xiaozhang-01/caption.zh", "改过的图注"]], "/submit");
  const returned = await submitted("zhangwu");
  await chief.decide(returned, "return", { note: "日期请再核对。", [`comment:zhangwu/survey.s${receiptOf(returned)}.date`]: "照片上是四月十三日。" });
  const published = await submitted("fancunbu");
  await chief.decide(published, "publish");
  await chief.attach(`${published}/papers?kind=signed`, "审批单.pdf", "%PDF-1.4\n%%EOF\n");
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
    page("/staff/changes?q=城壕", ["li", "shen"]),
    page("/staff/changes?q=没有这样的话", ["chief"]),
    page("/staff/changes/new", writers),
    page(draft, ["li", "shen"]),
    page(`${draft}?paper=old-word`, ["li"]),
    page(returned, ["li"]),
    page(`${waiting}/review`, everybody),
    page(`${returned}/review`, ["li", "chief"]),
    page(`${published}/review`, ["li", "chief", "root"]),
    page(`${waiting}/slip`, ["li", "chief", "shen"]),
    page(`${published}/slip?paper=not-a-scan`, ["li", "chief"]),
    page("/staff/records/fancunbu/history", everybody),
    page("/staff/records/guzhen/history", ["chief", "shen"]),
    page("/staff/records/xiaozhang/withdraw", ["chief", "root"]),
    page("/staff/notices", ["li", "chief", "shen"]),
    page("/staff/account", ["li", "root"]),
    page("/staff/people", ["root"]),
    page("/staff/audit", ["shen", "root"]),
    page("/staff/no-such-page", ["li"], 404),
  ];
}
