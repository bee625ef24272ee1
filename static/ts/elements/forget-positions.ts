// <forget-positions> around a form by which the site forgets what was watched: where one stopped is kept in this browser too, and is forgotten
// with it, one video's or all.
import { forgetPositions } from "./video-player/position.ts";

class ForgetPositions extends HTMLElement {
  connectedCallback(): void {
    const [, id] = /^\/my\/history\/([^/]+)\/delete$/.exec(new URL(this.querySelector("form")?.action ?? location.href).pathname) ?? [];
    this.addEventListener("submit", () => forgetPositions(id));
  }
}

customElements.define("forget-positions", ForgetPositions);
