// Enhancements of every page. Everything works without them.
import { initAll } from "../vendor/nhsuk-frontend/nhsuk-frontend.min.js";
import { revealAnswers } from "./reveal.js";
import { guardSignOut } from "./sign_out.js";

initAll();
revealAnswers();
guardSignOut();
