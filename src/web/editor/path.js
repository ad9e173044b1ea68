// Where in a YAML document the cursor is, by indentation: `["spec", "egress", "to"]`. List items add nothing.
export function pathAt(lines, number, column) {
  let limit = column;
  const path = [];
  for (let at = number; at >= 0 && limit > 0; at -= 1) {
    const line = lines[at] ?? "";
    if (/^---(\s|$)/.test(line) && at !== number) break;
    const match = /^(\s*(?:- +)*)([\w./-]+):(\s|$)/.exec(line);
    if (!match) continue;
    const indent = match[1].length;
    const isOwn = at === number;
    if (isOwn || indent >= limit) continue;
    path.unshift(match[2]);
    // Keys beside this one, or before its dash, are no parents of it.
    limit = line.search(/\S/) < indent ? line.search(/\S/) : indent;
    if (limit === 0 && indent === 0) break;
    if (limit < indent && limit === 0) limit = 1;
  }
  return path;
}
