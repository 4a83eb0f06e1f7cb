//! The world's axis of a case: what has happened outside, as the field's formal model has it.
//!
//! Six events, 32 states, 58 edges (CERT/CC Vultron, case state model). Knows nothing of reports or embargoes.

use serde::{Deserialize, Serialize};

/// How far the vendor's path has come: v, V, VF, VFD. A fix cannot be ready unknown, nor deployed unready, so neither can
/// be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VendorPath {
    /// The vendor does not know.
    #[default]
    Unaware,
    /// The vendor knows.
    Aware,
    /// A fix is ready.
    FixReady,
    /// A fix is deployed.
    FixDeployed,
}

/// What has happened in the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct World {
    /// V, F, D.
    pub vendor: VendorPath,
    /// P: the public knows of the flaw.
    pub public: bool,
    /// X: an exploit is public.
    pub exploit: bool,
    /// A: attacks were observed.
    pub attacks: bool,
}

/// One letter turning upper case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the field names them: V F D P X A")]
pub enum WorldEvent {
    VendorAware,
    FixReady,
    FixDeployed,
    Public,
    ExploitPublic,
    Attacks,
}

impl World {
    /// The state after one event; `None` when the model has no such edge (already so, or another event must come first:
    /// a publicly known flaw is known to the vendor next, a public exploit makes the flaw public next).
    #[must_use]
    pub fn next(self, event: WorldEvent) -> Option<Self> {
        if !self.public && self.exploit && event != WorldEvent::Public {
            return None;
        }
        if self.public && self.vendor == VendorPath::Unaware && event != WorldEvent::VendorAware {
            return None;
        }
        let next = match event {
            WorldEvent::VendorAware if self.vendor == VendorPath::Unaware => Self { vendor: VendorPath::Aware, ..self },
            WorldEvent::FixReady if self.vendor == VendorPath::Aware => Self { vendor: VendorPath::FixReady, ..self },
            WorldEvent::FixDeployed if self.vendor == VendorPath::FixReady => {
                Self { vendor: VendorPath::FixDeployed, ..self }
            }
            WorldEvent::Public => Self { public: true, ..self },
            WorldEvent::ExploitPublic => Self { exploit: true, ..self },
            WorldEvent::Attacks => Self { attacks: true, ..self },
            WorldEvent::VendorAware | WorldEvent::FixReady | WorldEvent::FixDeployed => return None,
        };
        (next != self).then_some(next)
    }

    /// The state after one event, or the same state where the model has no such edge; the log's fold cannot fail.
    #[must_use]
    pub fn after(self, event: WorldEvent) -> Self {
        self.next(event).unwrap_or(self)
    }

    /// Whether secrecy still serves: nothing is public and nobody attacks (`...pxa`).
    #[must_use]
    pub const fn may_embargo(self) -> bool {
        !self.public && !self.exploit && !self.attacks
    }

    /// The model's six letters, e.g. `VFdpxa`.
    #[must_use]
    pub fn letters(self) -> String {
        let vendor = match self.vendor {
            VendorPath::Unaware => "vfd",
            VendorPath::Aware => "Vfd",
            VendorPath::FixReady => "VFd",
            VendorPath::FixDeployed => "VFD",
        };
        let pick = |happened, upper, lower| if happened { upper } else { lower };
        format!(
            "{vendor}{}{}{}",
            pick(self.public, 'P', 'p'),
            pick(self.exploit, 'X', 'x'),
            pick(self.attacks, 'A', 'a')
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [WorldEvent; 6] = [
        WorldEvent::VendorAware,
        WorldEvent::FixReady,
        WorldEvent::FixDeployed,
        WorldEvent::Public,
        WorldEvent::ExploitPublic,
        WorldEvent::Attacks,
    ];

    fn histories(from: World) -> usize {
        let next: Vec<_> = ALL.iter().filter_map(|&event| from.next(event)).collect();
        if next.is_empty() { 1 } else { next.into_iter().map(histories).sum() }
    }

    #[test]
    fn the_model_has_32_states_58_edges_and_70_histories() {
        let mut seen = BTreeSet::from([World::default()]);
        let mut open = vec![World::default()];
        let mut edges = 0;
        while let Some(state) = open.pop() {
            for next in ALL.iter().filter_map(|&event| state.next(event)) {
                edges += 1;
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        assert_eq!((seen.len(), edges, histories(World::default())), (32, 58, 70));
    }

    #[test]
    fn a_public_exploit_makes_the_flaw_public_before_anything_else() {
        let exploit = World::default().after(WorldEvent::VendorAware).after(WorldEvent::ExploitPublic);
        assert_eq!(exploit.letters(), "VfdpXa");
        assert_eq!(exploit.next(WorldEvent::FixReady), None);
        assert_eq!(exploit.after(WorldEvent::Public).letters(), "VfdPXa");
    }
}
