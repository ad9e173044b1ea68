//! A list of connections decided one by one, in the format of `tests/conformance/README.md`.

use crate::fault::Fault;
use crate::question::check_end;
use serde::{Deserialize, Serialize};
use std::path::Path;
use zel_engine::{World, sides};
use zel_model::{End, Protocol};

#[derive(Deserialize)]
struct Questions {
    probes: Vec<Question>,
}

/// A question; other fields, such as expectations, are left aside.
#[derive(Deserialize)]
struct Question {
    from: String,
    to: String,
    #[serde(default)]
    protocol: Protocol,
    port: u16,
}

/// An answer: the question with three verdicts.
#[derive(Serialize)]
struct Answer<'q> {
    from: &'q str,
    to: &'q str,
    protocol: Protocol,
    port: u16,
    egress: &'static str,
    ingress: &'static str,
    allowed: bool,
}

/// Decides every probe of a file, in its order, one a line.
pub(crate) fn answers(world: &World, probes: &Path) -> Result<String, Fault> {
    let name = probes.display();
    let text = std::fs::read_to_string(probes)
        .map_err(|error| Fault::new(format!("can't read `{name}`: {error}"), ""))?;
    let mend = "write {\"probes\":[{\"from\":\"ns/pod\",\"to\":\"ip:203.0.113.9\",\"protocol\":\"TCP\",\"port\":443}]}";
    let questions: Questions = serde_json::from_str(&text)
        .map_err(|error| Fault::new(format!("`{name}` isn't a list of probes: {error}"), mend))?;
    let lines: Vec<String> =
        questions.probes.iter().map(|question| answer(world, question)).collect::<Result<_, _>>()?;
    Ok(format!("{{\"probes\":[\n{}\n]}}\n", lines.join(",\n")))
}

fn answer(world: &World, question: &Question) -> Result<String, Fault> {
    let (from, to) = (End::parse(&question.from)?, End::parse(&question.to)?);
    for end in [&from, &to] {
        if matches!(end, End::Name(_)) {
            let mend = "policies know no names: write an address, or use `zel trace`";
            return Err(Fault::new(format!("a probe can't be about the name `{end}`"), mend));
        }
        check_end(world, end)?;
    }
    let Question { protocol, port, .. } = *question;
    let sides = sides(world, &from, &to, protocol, port).ok_or_else(|| {
        Fault::new(
            format!("nothing stands behind `{to}` on {protocol} {port}"),
            "look at the Service's ports and pods",
        )
    })?;
    let word = |allowed: bool| if allowed { "allow" } else { "deny" };
    let answer = Answer {
        from: &question.from,
        to: &question.to,
        protocol,
        port,
        egress: word(sides.egress.allowed),
        ingress: word(sides.ingress.allowed),
        allowed: sides.allowed(),
    };
    serde_json::to_string(&answer)
        .map_err(|error| Fault::new(format!("an answer can't be written as JSON: {error}"), ""))
}
