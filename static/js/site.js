// Only adds: every page is whole without it.
import { fadeIn } from "./fade.js";
import { addCopyButtons } from "./copy.js";
import { openNotesInPlace } from "./notes.js";
import { copyParagraphs } from "./paragraphs.js";
import { addLightbox } from "./lightbox.js";
import { addCloser } from "./closer.js";
import { addLiveMap } from "./live-map.js";
import { addSuggestions } from "./suggest.js";
import { sendAgain } from "./again.js";
import { addSliders } from "./then-now.js";

fadeIn();
addCopyButtons();
openNotesInPlace();
copyParagraphs();
addLightbox();
addCloser();
addLiveMap();
addSuggestions();
sendAgain();
addSliders();
