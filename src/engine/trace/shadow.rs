//! What is known of where a value comes from.

use regorus::Value;

/// A fact; [`NONE`] for none.
pub type Id = u32;
/// No fact.
pub const NONE: Id = 0;
/// The input as a whole.
pub const INPUT: Id = 1;

/// A slot: a value and where it comes from.
#[derive(Debug, Clone)]
pub struct Slot {
    pub value: Value,
    pub shadow: Shadow,
}

impl Default for Slot {
    fn default() -> Self {
        Slot { value: Value::Undefined, shadow: Shadow::NOTHING }
    }
}

/// Where the value of a slot comes from. It is copied with the value.
#[derive(Debug, Clone, Copy)]
pub struct Shadow {
    /// The node of the input that the value is, or, for a key, that it leads to.
    pub node: Id,
    /// The reads behind it.
    pub reads: Id,
    /// What it is that with.
    pub(super) about: u32,
    /// Which of [`More`] it is.
    pub(super) what: What,
    /// What kind of value it is.
    pub kind: Of,
}

/// What [`More`] there is, apart from what it is about: so a shadow stays small.
#[derive(Debug, Clone, Copy)]
pub enum What {
    Nothing,
    Container,
    Compared,
    Ordered,
    Walk,
    Step,
    Keys,
    Down,
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// It may be a part of the input: its address tells.
    Unknown,
    /// The key of the node.
    Key,
    /// It is written in the policy.
    Constant,
    /// It comes from files of data.
    Foreign,
    /// It was computed, and is no part of anything.
    Computed,
    /// A number of members that a pattern asks for.
    Shape,
}

/// What else a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// Nothing.
    Nothing,
    /// An array, object or set that the policy made.
    Container(u32),
    /// The outcome of a comparison.
    Compared(Id),
    /// The outcome of a comparison of two keys, which orders the nodes that they lead to; one of these.
    Ordered(Id),
    /// What `walk` gave for a node or value.
    Walk(Id),
    /// A member of what `walk` gave.
    Step(Id),
    /// The keys of a node or value.
    Keys(Id),
    /// A flag that nothing has set: how much had been read when it was taken down.
    Down(u32),
}

impl Shadow {
    /// Nothing is known.
    pub const NOTHING: Shadow = Shadow::of(Of::Unknown);
    /// What is written in the policy.
    pub const CONSTANT: Shadow = Shadow::of(Of::Constant);
    /// What comes from files of data.
    pub const FOREIGN: Shadow = Shadow::of(Of::Foreign);
    /// The number of members that a pattern asks for.
    pub const SHAPE: Shadow = Shadow::of(Of::Shape);
    /// The input.
    pub const INPUT: Shadow = Shadow { node: INPUT, ..Shadow::of(Of::Unknown) };

    const fn of(kind: Of) -> Shadow {
        Shadow { node: NONE, reads: NONE, about: 0, what: What::Nothing, kind }
    }

    /// What else it is.
    #[inline]
    pub fn more(self) -> More {
        match self.what {
            What::Nothing => More::Nothing,
            What::Container => More::Container(self.about),
            What::Compared => More::Compared(self.about),
            What::Ordered => More::Ordered(self.about),
            What::Walk => More::Walk(self.about),
            What::Step => More::Step(self.about),
            What::Keys => More::Keys(self.about),
            What::Down => More::Down(self.about),
        }
    }

    /// The same that is something else besides.
    #[inline]
    pub fn with(self, more: More) -> Shadow {
        let (what, about) = match more {
            More::Nothing => (What::Nothing, 0),
            More::Container(about) => (What::Container, about),
            More::Compared(about) => (What::Compared, about),
            More::Ordered(about) => (What::Ordered, about),
            More::Walk(about) => (What::Walk, about),
            More::Step(about) => (What::Step, about),
            More::Keys(about) => (What::Keys, about),
            More::Down(about) => (What::Down, about),
        };
        Shadow { what, about, ..self }
    }

    /// A node of the input.
    pub fn node(node: Id) -> Shadow {
        Shadow { node, reads: node, ..Shadow::NOTHING }
    }

    /// The key that leads to a node.
    pub fn key(node: Id) -> Shadow {
        Shadow { node, kind: Of::Key, ..Shadow::NOTHING }
    }

    /// What was computed from reads.
    pub fn computed(reads: Id) -> Shadow {
        Shadow { reads, ..Shadow::of(Of::Computed) }
    }

    /// The same value with a part of it replaced.
    pub fn patched(self) -> Shadow {
        Shadow::NOTHING
    }

    /// The same for further documents: it comes from none.
    pub fn kept(self) -> Shadow {
        if self.kind == Of::Constant { Shadow::CONSTANT } else { Shadow::FOREIGN }
    }

    /// True for what may be a node by its address.
    pub fn is_unknown(self) -> bool {
        self.node == NONE && self.kind == Of::Unknown
    }
}
