// The pages of the staff in the three engines that people have: one signs in, writes, looks a survey through, reads a history.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { ENGINES, openEngine } from "./engines.mjs";
import { cutOff, pressedPunctuation, textOnText } from "./fit.mjs";
import { PASSWORD, receiptOf, startStaff, workOfAllStates } from "./staff.mjs";

const WIDTHS = [768, 1280, 360];

let staff;
let work;
before(async () => {
  staff = await startStaff();
  work = await workOfAllStates(staff);
});
after(() => staff?.stop());

for (const name of ENGINES) {
  describe(name, () => {
    let engine;
    before(async () => (engine = await openEngine(name, staff.base)));
    after(() => engine?.close());

    test("signing in, the form, the review and the history work and fit", { timeout: 240_000 }, async () => {
      const found = [];
      const fits = async (path) => {
        for (const width of WIDTHS) {
          await engine.size(width, 800);
          await engine.until((width) => innerWidth === width, width);
          await engine.run(openFolds);
          for (const look of [textOnText, cutOff, pressedPunctuation]) {
            for (const fault of await engine.run(look)) found.push(`${path}  ${width} px: ${look.name}: ${fault}`);
          }
        }
      };
      const person = `wang-${name}`;
      await fetch(await staff.add(person, "approver", "王主任"), { method: "POST", redirect: "manual", body: new URLSearchParams({ password: PASSWORD }) });
      await engine.size(1280, 800);
      await engine.go("/staff/sign-in?next=/staff/changes/new");
      await fits("/staff/sign-in");
      await engine.run(signIn, person, PASSWORD);
      await engine.until(() => location.pathname === "/staff/changes/new" && document.readyState === "complete");
      await fits("/staff/changes/new");

      // The survey of another person that waits: it can be read, and decided on.
      await engine.go(`${work.waiting}/review`);
      await fits("review");
      assert.equal(await engine.run(() => document.querySelectorAll("[name=do][value=publish]").length), 1);
      await engine.go("/staff/records/fancunbu/history");
      await fits("history");

      // A draft that others write in too: what one types saves itself.
      const note = `weizhuang/survey.s${receiptOf(work.draft)}.note.zh`;
      await (await staff.hand("li")).write(work.draft, { [note]: `改前，${name}` });
      await engine.go("/staff/changes/new");
      await engine.click(`button[formaction$="${work.draft}/join"]`);
      await engine.until((path) => location.pathname === path && document.readyState === "complete", work.draft);
      await fits("form");
      await engine.size(1280, 800);
      await engine.run(focusOn, note);
      await engine.type(" written here");
      await engine.until(() => document.getElementById("state").textContent.startsWith("已存"));
      await engine.go(work.draft);
      assert.equal(await engine.run((name) => document.getElementsByName(name)[0].value, note), `改前，${name} written here`);
      assert.deepEqual([...found, ...engine.faults], []);
    });
  });
}

function signIn(name, password) {
  const form = document.querySelector("main form");
  form.elements.name.value = name;
  form.elements.password.value = password;
  form.querySelector("button").click();
}

function focusOn(name) {
  const [field] = document.getElementsByName(name);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** What is folded away is looked at too, and what lies under the bar that stays at the foot of the window. */
function openFolds() {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const bar of document.querySelectorAll(".bar")) bar.style.position = "static";
}
