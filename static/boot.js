// Runs before the first paint: tells the style sheets that scripts work, so nothing jumps.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " nhsuk-frontend-supported" : "");
