// The SQL editor: Datasette's CodeMirror over the text field, which works without it too. Shift-Enter runs the question.
"use strict";
const field = document.querySelector("textarea#sql-editor");
const format = document.querySelector("button#sql-format");
if (field && window.CodeMirror) {
  const label = document.querySelector("label[for=sql-editor]");
  const editor = CodeMirror.fromTextArea(field, { mode: "text/x-sql", lineNumbers: true, lineWrapping: true });
  editor.setOption("extraKeys", { "Shift-Enter": () => field.form.requestSubmit(), Tab: false });
  if (label) editor.getInputField().setAttribute("aria-label", label.textContent);
  if (format && window.sqlFormatter) {
    format.hidden = false;
    format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
  }
}
