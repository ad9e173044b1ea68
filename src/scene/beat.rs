//! A trace cut into movements, for stepping and for animation.

use crate::curve::Curve;
use crate::layout::Scene;
use crate::route::leg;
use zel_model::{NodeId, Phase, Trace};

/// One movement, or one stop, of a packet.
#[derive(Clone, Debug, PartialEq)]
pub struct Beat {
    /// Part of the conversation.
    pub phase: Phase,
    /// Whether it's an answer on its way back.
    pub back: bool,
    /// Where it ends.
    pub at: NodeId,
    /// The line; nothing where the packet stays in its box.
    pub curves: Vec<Curve>,
    /// Index of the hop that decides at its end; none for an answer.
    pub hop: Option<usize>,
    /// Whether the packet dies at its end.
    pub dies: bool,
}

/// Cuts a trace into beats: the question to DNS, its answer coming back, the first packet, the first words.
pub fn beats(scene: &Scene, trace: &Trace, offset: f32) -> Vec<Beat> {
    let mut beats: Vec<Beat> = Vec::new();
    let mut asked: Vec<&NodeId> = Vec::new();
    let mut before: Option<(&NodeId, Phase)> = None;
    for (index, hop) in trace.hops.iter().enumerate() {
        let moved_on = before.is_some_and(|(_, phase)| phase != hop.phase);
        if moved_on && before.is_some_and(|(_, phase)| phase == Phase::Name) {
            answers(scene, &asked, offset, &mut beats);
        }
        if hop.phase == Phase::Name {
            asked.push(&hop.at);
        }
        let from = before.filter(|_| !moved_on).map(|(at, _)| at);
        let curves =
            from.and_then(|from| leg(scene, from, &hop.at, offset, true)).map_or(Vec::new(), |l| l.curves);
        let dies = hop.steps.iter().any(|step| step.action.stops());
        beats.push(Beat {
            phase: hop.phase,
            back: false,
            at: hop.at.clone(),
            curves,
            hop: Some(index),
            dies,
        });
        before = Some((&hop.at, hop.phase));
    }
    beats
}

fn answers(scene: &Scene, asked: &[&NodeId], offset: f32, beats: &mut Vec<Beat>) {
    for pair in asked.windows(2).rev() {
        if let [to, from] = pair
            && let Some(leg) = leg(scene, from, to, offset, true)
        {
            let at = (*to).clone();
            beats.push(Beat {
                phase: Phase::Name,
                back: true,
                at,
                curves: leg.curves,
                hop: None,
                dies: false,
            });
        }
    }
}
