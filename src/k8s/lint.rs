//! What the API server accepts, and surely wasn't meant.

use crate::{Cluster, Peer, PeerKind, Policy, Rule};
use zel_source::Problems;

/// Looks over a whole cluster.
pub fn lint(cluster: &Cluster, problems: &mut Problems) {
    for policy in &cluster.policies {
        selects_nothing(cluster, policy, problems);
        for rule in policy.ingress.iter().chain(&policy.egress).flatten() {
            dash_too_many(rule, problems);
        }
    }
}

/// Statement 5. Without any pod in the input nothing can be said.
fn selects_nothing(cluster: &Cluster, policy: &Policy, problems: &mut Problems) {
    if cluster.pods.is_empty() || cluster.pods.iter().any(|pod| pod.running && policy.selects(pod)) {
        return;
    }
    let inside = cluster.pods.iter().any(|pod| pod.namespace == policy.namespace);
    let mend = match inside {
        true => {
            format!("no running pod of namespace {} has the labels {}", policy.namespace, policy.selector)
        }
        false => format!("a policy selects pods of its own namespace, and {} has none", policy.namespace),
    };
    problems.warn(
        policy.span,
        "POLICY_SELECTS_NOTHING",
        format!("`{}` selects no pod, so it does nothing", policy.name),
        mend,
    );
}

/// Statement 12: `- namespaceSelector` followed by `- podSelector` lets in either, where one item would ask for both.
fn dash_too_many(rule: &Rule, problems: &mut Problems) {
    for pair in rule.peers.windows(2) {
        if let [Peer { kind: PeerKind::Pods { namespaces: Some(_), pods: None }, .. }, second] = pair
            && matches!(&second.kind, PeerKind::Pods { namespaces: None, pods: Some(_) })
        {
            let message = "two items mean either: all pods of those namespaces, or these pods of the policy's own namespace";
            let mend = "if both should have to match, remove the dash before `podSelector`";
            problems.warn(second.span, "PEERS_ARE_ALTERNATIVES", message, mend);
        }
    }
}
