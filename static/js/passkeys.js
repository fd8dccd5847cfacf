// Passkeys. A form with `data-passkey` has a button that asks the browser for one and sends what it gives.
// Without this script, or in a browser that knows none, the button stays away and the page says what else one can do.
(() => {
  "use strict";

  const known = Boolean(window.PublicKeyCredential && navigator.credentials);

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const letters = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function listed(credentials) {
    return (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  }

  function asked(options) {
    const own = { ...options, challenge: bytes(options.challenge) };
    if (options.user) {
      own.user = { ...options.user, id: bytes(options.user.id) };
      own.excludeCredentials = listed(options.excludeCredentials);
    } else {
      own.allowCredentials = listed(options.allowCredentials);
    }
    return own;
  }

  function given(credential) {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) {
        response[name] = text(credential.response[name]);
      }
    }
    if (credential.response.getTransports) {
      response.transports = credential.response.getTransports();
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function optionsOf(form) {
    if (form.dataset.passkeyOptions) {
      return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(`options of a passkey: ${answer.status}`);
    }
    return (await answer.json()).request_options;
  }

  async function use(form, button) {
    const said = form.querySelector("[data-passkey-said]");
    said.textContent = "";
    button.disabled = true;
    try {
      const publicKey = asked((await optionsOf(form)).publicKey);
      const credential =
        form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
      form.elements.credential.value = JSON.stringify(given(credential));
      form.submit();
    } catch (error) {
      said.textContent = error.name === "InvalidStateError" ? said.dataset.textThere : said.dataset.textFailed;
      button.disabled = false;
      // A button that could not be pressed lost the keyboard: who tries again is where he was.
      button.focus();
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-button]");
    button.disabled = false;
    button.hidden = !known;
    form.querySelector("[data-passkey-missing]").hidden = known;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (known && !button.disabled) {
        use(form, button);
      }
    });
  }
})();
