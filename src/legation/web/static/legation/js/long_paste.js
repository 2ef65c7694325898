/* A text that is too long for a field goes as a file: <textarea data-long="INPUT" data-long-name="pasted-2026-01-31.txt">, of which INPUT is the
   id of the field for files of the same form. Without scripts the site says that it is too long and what to do. */

const MOST = 1_000_000; // characters, of at most four bytes each: a field takes 4 MB

document.addEventListener("submit", ({ target: form }) => {
  for (const area of form.querySelectorAll("textarea[data-long]")) {
    const files = document.getElementById(area.dataset.long);
    if (area.value.length <= MOST || !files) continue;
    const all = new DataTransfer();
    for (const file of files.files) if (file.name !== area.dataset.longName) all.items.add(file); // whoever came back has it there already
    all.items.add(new File([area.value], area.dataset.longName, { type: "text/plain" }));
    files.files = all.files;
    area.disabled = true; // it goes as the file; who comes back finds it
  }
});
addEventListener("pageshow", () => {
  for (const area of document.querySelectorAll("textarea[data-long]:disabled")) area.disabled = false;
});
