// Starts the portal from the two preload links that Trunk writes, so that the page needs no inline script and its
// Content-Security-Policy neither a nonce nor a hash.

const link = (rel) => document.querySelector(`link[rel="${rel}"]`);

// This file lies in the portal's base path: the page itself may be anywhere below it.
document.documentElement.dataset.base = new URL(".", import.meta.url).pathname;

/** Says that the program could not be loaded, and offers to try again. */
const tell = () => {
  const alert = document.createElement("div");
  alert.className = "alert";
  alert.setAttribute("role", "alert");
  const what = document.createElement("p");
  what.className = "what";
  what.textContent = "The portal could not be loaded.";
  const remedy = document.createElement("p");
  remedy.textContent = navigator.onLine
    ? "There may be a new version of it. Reload the page."
    : "You seem to be offline. Reload the page when the connection is back.";
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  alert.append(what, remedy, reload);
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.append(alert);
  // A portal that started and stopped has said so itself.
  if (document.querySelector("[role=alert]")) return;
  const main = document.querySelector("main");
  main?.removeAttribute("aria-busy");
  main?.replaceChildren(notice);
};

try {
  const { href: js } = link("modulepreload");
  const { href: wasm } = link("preload");
  // Both at once: the module's bytes are on their way while its JavaScript is read.
  const module = fetch(wasm);
  module.catch(() => {}); // told below, by whoever awaits it
  const { default: init } = await import(js);
  await init({ module_or_path: module });
} catch {
  tell();
}
