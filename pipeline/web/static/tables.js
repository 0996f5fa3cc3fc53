// What Datasette's own table.js looks for, in a file of ours: pages here have no script inside.
"use strict";
var DATASETTE_ALLOW_FACET = true;
