// Starts the portal from the two preload links that Trunk writes, so that the page needs no inline script and its
// Content-Security-Policy neither a nonce nor a hash; and says so when the portal doesn't start or has stopped.

const link = (rel) => document.querySelector(`link[rel="${rel}"]`);

// This file lies in the portal's base path: the page itself may be anywhere below it.
document.documentElement.dataset.base = new URL(".", import.meta.url).pathname;

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** An alert that says what happened and offers a way out. */
const alert = (...parts) => {
  const made = element("div", { className: "alert" }, ...parts);
  made.setAttribute("role", "alert");
  return made;
};

/** Says that the program could not be loaded, and offers to try again. */
const tell = () => {
  const what = element("p", { className: "what", textContent: "The portal could not be loaded." });
  const remedy = navigator.onLine
    ? "There may be a new version of it. Reload the page."
    : "You seem to be offline. Reload the page when the connection is back.";
  const reload = element("button", { type: "button", textContent: "Reload", onclick: () => location.reload() });
  const notice = element("div", { className: "notice" }, alert(what, element("p", {}, remedy), reload));
  const main = document.querySelector("main");
  main?.removeAttribute("aria-busy");
  main?.replaceChildren(notice);
};

/** A panic of the program ends in this, because the module carries no code to report one. */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError;

let isRunning = true;

/** Puts an alert in the place of the page, which no longer reacts. It says no more: what the program knew is data. */
const stop = () => {
  if (!isRunning) return;
  isRunning = false;
  console.error("Portico stopped because of a mistake of its own");
  const what = "The portal has stopped because of a mistake of its own. Nothing was changed.";
  // With a target, so that what is left of the program doesn't take the click for its own.
  const again = element("a", { href: location.href, target: "_self", textContent: "Load the portal again" });
  document.body.replaceChildren(element("main", { className: "notice" }, alert(element("p", {}, what), again)));
};
addEventListener("error", ({ error }) => isTrap(error) && stop());
addEventListener("unhandledrejection", ({ reason }) => isTrap(reason) && stop());

try {
  const { href: js } = link("modulepreload");
  const { href: wasm } = link("preload");
  // Both at once: the module's bytes are on their way while its JavaScript is read.
  const module = fetch(wasm);
  module.catch(() => {}); // told below, by whoever awaits it
  const { default: init } = await import(js);
  await init({ module_or_path: module });
} catch (error) {
  if (isTrap(error)) stop();
  else tell();
}
