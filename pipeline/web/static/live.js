// Parts of a page that renew themselves: an element with data-live="ADDRESS" is asked for again every data-every
// seconds while the page is seen. Without this script a page is as it was when it was opened.
"use strict";
for (const part of document.querySelectorAll("[data-live]")) {
  const renew = async () => {
    if (document.hidden || part.contains(document.activeElement)) return;
    try {
      const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const text = await answer.text();
      if (text !== part.dataset.shown) {
        part.innerHTML = text;
        part.dataset.shown = text;
      }
    } catch {
      // The archive cannot be reached just now: what is shown stays, the next turn asks again.
    }
  };
  setInterval(renew, 1000 * Number(part.dataset.every || 30));
}
