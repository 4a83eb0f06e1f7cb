// Passkeys: hands what a form asks for to the browser, and the browser's answer to the form. Nothing else runs on this site.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function made(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = named(options.excludeCredentials);
  const publicKey = { ...options, challenge: bytes(options.challenge), user, excludeCredentials };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  const transports = response.getTransports?.() ?? [];
  const said = { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports };
  return { id, rawId: text(rawId), type, response: said, clientExtensionResults: {} };
}

async function shown(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  const said = {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  };
  return { id, rawId: text(rawId), type, response: said, clientExtensionResults: {} };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const status = form.querySelector("[role=status]");
  if (!window.PublicKeyCredential) {
    status.textContent = "This browser has no passkeys.";
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "Your browser asks you now.";
    try {
      const { publicKey } = JSON.parse(form.dataset.options);
      const answer = await (form.dataset.passkey === "create" ? made : shown)(publicKey);
      form.elements.answer.value = JSON.stringify(answer);
      form.submit();
    } catch (trouble) {
      const known = trouble.name === "InvalidStateError" && "This device holds a passkey for you already.";
      status.textContent = known || "That did not work, or took too long. Try again; if it stays, load this page anew.";
    }
  });
}
