// Only adds: every page of the staff is whole without it.
import { Draft } from "./staff/draft.js";
import { addPositions } from "./staff/positions.js";
import { Uploads } from "./staff/upload.js";
import { addReviewKeys, tickPhotosWhole } from "./staff/review.js";

const form = document.querySelector("form[data-draft]");
const draft = form && new Draft(form);
draft?.open();
if (draft) addPositions(form, draft);
const picker = document.querySelector("[data-upload]");
if (picker) new Uploads(picker, draft).open();
const review = document.querySelector("form[data-review]");
if (review) {
  addReviewKeys(review);
  tickPhotosWhole(review);
}
