// Keeps each answer while it is typed, and shows what the server makes of it; everything works without.
const form = document.getElementById("answers");
let timer, isSending = false, isWaiting = false;

async function keep() {
  if (isSending) { isWaiting = true; return; }
  isSending = true;
  const data = new FormData(form), kept = document.getElementById("kept");
  data.set("press", "keep");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) throw new Error(answer.status);
    for (const part of document.querySelectorAll(".q-faults, #summary, #suggested, #target, #picture-state, #drawing, #kept")) show(part, page);
  } catch {
    kept.textContent = form.dataset.failed;
  }
  isSending = false;
  if (isWaiting) { isWaiting = false; keep(); }
}

function show(part, page) {
  const other = page.getElementById(part.id);
  if (!other || other.innerHTML === part.innerHTML) return;
  part.replaceChildren(...other.childNodes);
  const field = part.closest(".f-field"), input = field?.querySelector("input:not([type])"), isWrong = !!part.querySelector(".f-error");
  if (!part.matches(".q-faults")) return;
  field?.classList.toggle("f-wrong", isWrong);
  input?.toggleAttribute("aria-invalid", false);
  if (isWrong) input?.setAttribute("aria-invalid", "true");
}

if (form?.dataset.failed) {
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 350); });
  addEventListener("pagehide", () => {
    const data = new FormData(form);
    data.set("press", "keep");
    if (!form.isSent) navigator.sendBeacon(form.action, data);
  });
}
form?.addEventListener("submit", (event) => {
  clearTimeout(timer);
  form.isSent = true;
  const busy = event.submitter?.dataset.busy;
  if (busy) document.getElementById("kept").textContent = busy;
});
document.querySelector(".f-summary")?.scrollIntoView();
