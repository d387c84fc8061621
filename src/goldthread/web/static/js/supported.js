// Lets the stylesheet know, before anything is drawn, that this browser runs modules.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " nhsuk-frontend-supported" : "");
