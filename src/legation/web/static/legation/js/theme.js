/* Light, dark or as the system: <button name="theme" value="light|dark|auto">.

   The choice is shown at once. Inside a form it is sent to the server by that form, in the background, and kept in the person's settings;
   elsewhere the cookie "theme" keeps it. The server writes html[data-theme] from either. */

const THEMES = new Set(["auto", "light", "dark"]);
const YEAR = 31536000;

function mark() {
  const now = document.documentElement.dataset.theme || "auto";
  for (const button of document.querySelectorAll('button[name="theme"]')) {
    button.setAttribute("aria-pressed", String(button.value === now));
  }
}

function remember(button) {
  const form = button.form;
  if (form?.method === "post") {
    const body = new FormData(form);
    body.set(button.name, button.value);
    fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => form.requestSubmit(button));
    return;
  }
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${button.value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="theme"]');
  if (!button || !THEMES.has(button.value) || event.defaultPrevented) return;
  event.preventDefault();
  document.documentElement.dataset.theme = button.value;
  remember(button);
  mark();
});

mark();
