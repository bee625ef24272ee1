// <local-time> around a <time>: pointing at "3 days ago" shows the moment in the visitor's own time zone.
class LocalTime extends HTMLElement {
  connectedCallback(): void {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime ?? "");
    if (time === null || Number.isNaN(moment.getTime())) return;
    time.title = moment.toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" });
  }
}

customElements.define("local-time", LocalTime);
