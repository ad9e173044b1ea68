// Completion of NetworkPolicy and EgressFilter fields by where the cursor is.
import { pathAt } from "./path.js";

const selector = { matchLabels: "labels that must all be there", matchExpressions: "conditions on labels" };
const peer = { podSelector: "pods with these labels", namespaceSelector: "pods of namespaces with these labels", ipBlock: "addresses" };
const port = { protocol: "TCP unless said", port: "a number or a container port's name", endPort: "last of a range" };
const FIELDS = {
  "": { apiVersion: "networking.k8s.io/v1", kind: "what it is", metadata: "name and namespace", spec: "what it says" },
  metadata: { name: "its name", namespace: "where it lives", labels: "its labels" },
  spec: {
    podSelector: "the pods that it isolates", policyTypes: "the directions that it isolates",
    ingress: "who may come in", egress: "where they may go",
    ruleOrder: "STRICT_ORDER or DEFAULT_ACTION_ORDER", defaultActions: "what happens to what no rule matched", ruleGroups: "lists and rules",
  },
  ingress: { from: "any of these peers", ports: "any of these ports" },
  egress: { to: "any of these peers", ports: "any of these ports" },
  from: peer, to: peer, ports: port, podSelector: selector, namespaceSelector: selector,
  matchExpressions: { key: "the label", operator: "In, NotIn, Exists, DoesNotExist", values: "for In and NotIn" },
  ipBlock: { cidr: "the block", except: "but not these" },
  ruleGroups: { name: "its name", priority: "lower is asked first", domainList: "a list of names", rules: "by protocol, address and port" },
  domainList: { type: "ALLOWLIST, DENYLIST, REJECTLIST", targetTypes: "where names are looked for", targets: "the names; a leading dot means all below" },
};
const VALUES = {
  apiVersion: ["networking.k8s.io/v1", "zero-egress-lab/v1"], kind: ["NetworkPolicy", "EgressFilter"],
  policyTypes: ["Ingress", "Egress"], protocol: ["TCP", "UDP", "SCTP"], operator: ["In", "NotIn", "Exists", "DoesNotExist"],
  ruleOrder: ["STRICT_ORDER", "DEFAULT_ACTION_ORDER"], type: ["ALLOWLIST", "DENYLIST", "REJECTLIST"],
  targetTypes: ["TLS_SNI", "HTTP_HOST"],
  defaultActions: [
    "aws:drop_established", "aws:drop_strict", "aws:drop_established_app_layer", "aws:drop_established_app_layer_to_server",
    "aws:alert_established", "aws:alert_strict",
  ],
};
// How far up the text is read for the cursor's place.
const LINES = 400;

export function complete(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = context.matchBefore(/[\w:./-]*/);
  if (!context.explicit && (!word || word.from === word.to)) return null;
  const value = /^\s*(?:- +)*(\w+):\s+\[?(?:[\w:]+,\s*)*[\w:./-]*$/.exec(before);
  if (value) return options(word.from, VALUES[value[1]], (label) => ({ label, type: "constant" }));
  if (!/^\s*(?:- +)*[\w:./-]*$/.test(before)) return null;
  const first = Math.max(1, line.number - LINES);
  const lines = [];
  for (let number = first; number <= line.number; number += 1) lines.push(context.state.doc.line(number).text);
  const column = /^(\s*(?:- +)*)/.exec(before)[1].length;
  const parent = pathAt(lines, lines.length - 1, column).at(-1) ?? "";
  if (/^\s*- /.test(before) && VALUES[parent]) return options(word.from, VALUES[parent], (label) => ({ label, type: "constant" }));
  const fields = FIELDS[parent];
  return options(word.from, fields && Object.keys(fields), (label) => ({ label, detail: fields[label], apply: `${label}: ` }));
}

function options(from, labels, make) {
  return labels ? { from, options: labels.map(make), validFor: /^[\w:./-]*$/ } : null;
}
