//! What each instruction of the machine does to the shadow of its registers.

use super::frame::{self, Frame};
use super::route::{Route, Routes};
use super::shadow::{self, Comparison, Operator, Provenance};
use super::{Tracer, address, register};
use crate::policy::violation::Walk;
use regorus::Value;
use regorus::rvm::instructions::{GuardMode, Instruction, LiteralOrRegister};
use regorus::rvm::vm::RegoVM;

impl Tracer<'_> {
    #[allow(clippy::too_many_lines)] // one arm an instruction: a table
    pub(super) fn instruction(&mut self, frame: &mut Frame, pc: usize, machine: &RegoVM) {
        let program = self.program;
        let data = &program.instruction_data;
        match program.instructions[pc] {
            Instruction::RuleInit { .. } => frame.start_body(),
            Instruction::Load { dest, .. }
            | Instruction::LoadTrue { dest }
            | Instruction::LoadFalse { dest }
            | Instruction::LoadNull { dest }
            | Instruction::LoadBool { dest, .. } => {
                self.assign(frame, dest, Provenance { constant: true, ..Provenance::default() }, machine);
            }
            Instruction::LoadInput { dest } => {
                frame.set(dest, Provenance { node: Some(Routes::ROOT), ..Provenance::default() });
            }
            Instruction::LoadData { dest }
            | Instruction::LoadContext { dest }
            | Instruction::LoadMetadata { dest }
            | Instruction::ArrayNew { dest }
            | Instruction::SetNew { dest } => frame.set(dest, Provenance::default()),
            Instruction::VirtualDataDocumentLookup { params_index } => {
                let params = &data.virtual_data_document_lookup_params[usize::from(params_index)];
                frame.set(params.dest, Provenance::default());
            }
            Instruction::Move { dest, src } => {
                let provenance = frame.get(src).clone();
                self.assign(frame, dest, provenance, machine);
            }
            Instruction::Index { dest, container, key } => {
                let key = register(machine, key);
                self.index(frame, dest, container, &[key], machine);
            }
            Instruction::IndexLiteral { dest, container, literal_idx } => {
                let key = &program.literals[usize::from(literal_idx)];
                self.index(frame, dest, container, &[key], machine);
            }
            Instruction::ChainedIndex { params_index } => {
                let params = &data.chained_index_params[usize::from(params_index)];
                let key = |step: &LiteralOrRegister| match step {
                    LiteralOrRegister::Literal(literal) => &program.literals[usize::from(*literal)],
                    LiteralOrRegister::Register(at) => register(machine, *at),
                };
                let keys: Vec<&Value> = params.path_components.iter().map(key).collect();
                self.index(frame, params.dest, params.root, &keys, machine);
            }
            Instruction::Eq { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::Equal, machine)
            }
            Instruction::Ne { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::NotEqual, machine)
            }
            Instruction::Lt { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::Less, machine)
            }
            Instruction::Le { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::LessOrEqual, machine)
            }
            Instruction::Gt { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::More, machine)
            }
            Instruction::Ge { dest, left, right } => {
                self.compare(frame, dest, left, right, Operator::MoreOrEqual, machine)
            }
            Instruction::Contains { dest, collection, value } => {
                self.compare(frame, dest, value, collection, Operator::In, machine);
            }
            Instruction::Add { dest, left, right }
            | Instruction::Sub { dest, left, right }
            | Instruction::Mul { dest, left, right }
            | Instruction::Div { dest, left, right }
            | Instruction::Mod { dest, left, right }
            | Instruction::And { dest, left, right }
            | Instruction::Or { dest, left, right } => self.combine(frame, dest, &[left, right], machine),
            Instruction::Not { dest, operand } => {
                let mut provenance = frame.get(operand).clone();
                provenance.comparison =
                    provenance.comparison.map(|comparison| Box::new(comparison.negated()));
                provenance.reads = self.used(&provenance);
                provenance.node = None;
                frame.set(dest, provenance);
            }
            Instruction::Count { dest, collection } => self.aggregate(frame, dest, collection),
            Instruction::BuiltinCall { params_index } => {
                let params = &data.builtin_call_params[usize::from(params_index)];
                let name = program.builtin_info_table[usize::from(params.builtin_index)].name.as_str();
                self.builtin(frame, name, params.dest, params.arg_registers(), machine);
            }
            Instruction::ArrayCreate { params_index } => {
                let params = &data.array_create_params[usize::from(params_index)];
                self.collect(frame, params.dest, &params.elements, machine);
            }
            Instruction::SetCreate { params_index } => {
                let params = &data.set_create_params[usize::from(params_index)];
                self.collect(frame, params.dest, &params.elements, machine);
            }
            Instruction::ObjectCreate { params_index } => {
                let params = &data.object_create_params[usize::from(params_index)];
                let values = params
                    .literal_key_fields
                    .iter()
                    .map(|field| field.1)
                    .chain(params.fields.iter().map(|field| field.1));
                self.collect(frame, params.dest, &values.collect::<Vec<_>>(), machine);
            }
            Instruction::Guard { register: at, mode } if !matches!(mode, GuardMode::NotUndefined) => {
                let provenance = frame.get(at).clone();
                self.decide(frame, pc, &provenance);
            }
            // A condition of a comprehension, negated: see `layout/defined.rs`.
            Instruction::AnyOfNext { check, .. } => {
                let mut provenance = frame.get(check).clone();
                provenance.comparison =
                    provenance.comparison.map(|comparison| Box::new(comparison.negated()));
                self.decide(frame, pc, &provenance);
            }
            Instruction::ReturnUndefinedIfNotTrue { condition } => {
                let provenance = frame.get(condition).clone();
                self.decide(frame, pc, &provenance);
            }
            Instruction::AssertEq { left, right } => {
                let provenance = self.comparison(frame, left, right, Operator::Equal, machine);
                self.decide(frame, pc, &provenance);
            }
            Instruction::LoopStart { params_index } => self.start_loop(frame, pc, usize::from(params_index)),
            Instruction::ComprehensionBegin { params_index } => {
                frame.begin_comprehension(usize::from(params_index))
            }
            Instruction::ComprehensionYield { value_reg, .. } => self.yielded(frame, value_reg, machine),
            Instruction::ComprehensionEnd {} => frame.end_comprehension(&self.routes, program),
            Instruction::CallRule { dest, rule_index } => {
                // A result that the machine had kept; otherwise the call has a frame of its own by now.
                if let Some(kept) = self.kept.get(&usize::from(rule_index)).cloned() {
                    frame.set(dest, kept);
                }
            }
            Instruction::SetAdd { set: 0, value } => self.collected(frame, value, machine),
            Instruction::ObjectSet { obj: 0, value, .. } => self.collected(frame, value, machine),
            _ => {}
        }
    }

    /// Writes a register; what is written to the result register of a rule is its value so far.
    fn assign(&mut self, frame: &mut Frame, dest: u8, provenance: Provenance, machine: &RegoVM) {
        if dest == 0 {
            frame.success = Some((register(machine, 0).clone(), frame.decisions.clone()));
            frame.result = provenance.clone();
        }
        frame.set(dest, provenance);
    }

    fn index(&mut self, frame: &mut Frame, dest: u8, container: u8, keys: &[&Value], machine: &RegoVM) {
        let from = frame.get(container);
        // The destination may be the container's register; its node is known all the same.
        let Some(node) = from.node else {
            let value = register(machine, dest);
            let (node, reads) = (self.routes.of(value), from.reads.clone());
            // What the policy made knows where it came from better than what holds it.
            let made = self.origin(value).filter(|_| node.is_none());
            frame.set(dest, made.unwrap_or(Provenance { node, reads, ..Provenance::default() }));
            return;
        };
        match keys {
            [key] => self.found(frame, dest, node, key, register(machine, dest)),
            keys => self.lookup(frame, dest, node, keys),
        }
    }

    /// A step that the machine has taken already: its result tells where it leads.
    fn found(&mut self, frame: &mut Frame, dest: u8, node: Route, key: &Value, value: &Value) {
        let missing = *value == Value::Undefined;
        let route = self.routes.step(node, key, value);
        let read = self.read(route, missing, false);
        frame.log.push(read);
        let node = (!missing).then_some(route);
        frame.set(dest, Provenance { node, reads: vec![read], ..Provenance::default() });
    }

    /// Follows keys from a node of the input, noting the read; the first key that is not there is missing.
    fn lookup(&mut self, frame: &mut Frame, dest: u8, node: Route, keys: &[&Value]) {
        let (mut route, mut missing) = (node, false);
        for &key in keys {
            let (child, there) = self.routes.child(route, key.clone());
            route = child;
            missing |= !there;
        }
        let read = self.read(route, missing, false);
        frame.log.push(read);
        let node = (!missing).then_some(route);
        frame.set(dest, Provenance { node, reads: vec![read], ..Provenance::default() });
    }

    fn compare(
        &mut self,
        frame: &mut Frame,
        dest: u8,
        left: u8,
        right: u8,
        operator: Operator,
        machine: &RegoVM,
    ) {
        let provenance = self.comparison(frame, left, right, operator, machine);
        // Where the comparison does not hold, this is the last that is known of why.
        frame.log.extend(&provenance.reads);
        self.assign(frame, dest, provenance, machine);
    }

    fn comparison(
        &mut self,
        frame: &Frame,
        left: u8,
        right: u8,
        operator: Operator,
        machine: &RegoVM,
    ) -> Provenance {
        let (a, b) = (frame.get(left), frame.get(right));
        let comparison = match (a.constant, b.constant) {
            (false, true) => Some(Box::new(Comparison::new(operator, register(machine, right).clone(), a))),
            (true, false) => operator
                .flipped()
                .map(|operator| Box::new(Comparison::new(operator, register(machine, left).clone(), b))),
            _ => None,
        };
        // Membership in what was gathered is about all of it, not about the item gathered last.
        let gathered = if operator == Operator::In { b.aggregate.filter(|_| b.node.is_none()) } else { None };
        let right = |tracer: &mut Self| match gathered {
            Some(whole) => vec![tracer.read(whole, false, false)],
            None => tracer.used(b),
        };
        // What is judged stands on the left, and the last read is what decided; two that are equal are
        // told in the order in which they are written.
        let (first, second) = if operator == Operator::Equal {
            (self.used(a), self.used(b))
        } else {
            let right = right(self);
            (right, self.again(a))
        };
        let reads = shadow::merge(first, &second);
        Provenance { reads, comparison, ..Provenance::default() }
    }

    fn combine(&mut self, frame: &mut Frame, dest: u8, operands: &[u8], machine: &RegoVM) {
        let mut reads = Vec::new();
        for &operand in operands {
            let provenance = frame.get(operand);
            reads = shadow::merge(reads, &self.used(provenance));
        }
        let constant = operands.iter().all(|&operand| frame.get(operand).constant);
        frame.log.extend(&reads);
        self.assign(frame, dest, Provenance { reads, constant, ..Provenance::default() }, machine);
    }

    /// A collection made of values: scalars are read into it; nodes with an address stay known by it.
    fn collect(&mut self, frame: &mut Frame, dest: u8, items: &[u8], machine: &RegoVM) {
        let mut reads = Vec::new();
        for &item in items {
            let provenance = frame.get(item);
            // A node with an address is read where it is used, not where it is carried along.
            let known = self.routes.of(register(machine, item)).is_some();
            let more = if known { Vec::new() } else { self.used(provenance) };
            reads = shadow::merge(reads, &more);
        }
        let constant = items.iter().all(|&item| frame.get(item).constant);
        self.assign(frame, dest, Provenance { reads, constant, ..Provenance::default() }, machine);
    }

    /// Counting looks at a collection as a whole.
    fn aggregate(&mut self, frame: &mut Frame, dest: u8, collection: u8) {
        let from = frame.get(collection);
        let whole = from.node.or(from.aggregate);
        let reads = match whole {
            Some(node) => {
                let read = self.read(node, false, false);
                shadow::merge(from.reads.clone(), &[read])
            }
            None => from.reads.clone(),
        };
        frame.set(dest, Provenance { reads, ..Provenance::default() });
    }

    fn builtin(&mut self, frame: &mut Frame, name: &str, dest: u8, arguments: &[u8], machine: &RegoVM) {
        match (name, arguments) {
            ("object.get", [object, path, ..]) => {
                let path = register(machine, *path);
                let keys = match path {
                    Value::Array(steps) => steps.iter().collect(),
                    key => vec![key],
                };
                match frame.get(*object).node {
                    Some(node) => self.lookup(frame, dest, node, &keys),
                    None => self.combine(frame, dest, arguments, machine),
                }
            }
            ("count" | "sum" | "max" | "min" | "product", [collection]) => {
                self.aggregate(frame, dest, *collection)
            }
            _ => {
                self.combine(frame, dest, arguments, machine);
                let value = register(machine, dest);
                if let Some(node) = self.routes.of(value) {
                    let mut provenance = frame.get(dest).clone();
                    provenance.node = Some(node);
                    frame.set(dest, provenance);
                }
            }
        }
    }

    fn decide(&mut self, frame: &mut Frame, pc: usize, provenance: &Provenance) {
        let reads = self.used(provenance);
        let comparison = provenance.comparison.clone();
        frame.decide(frame::Decision { pc, walk: Walk::None, comparison, reads });
    }

    fn start_loop(&mut self, frame: &mut Frame, pc: usize, params: usize) {
        let collection = frame.get(self.program.instruction_data.loop_params[params].collection).clone();
        let whole = collection.node.or(collection.aggregate).map(|node| self.read(node, false, false));
        frame.log.extend(whole);
        let reads = whole.map_or_else(|| collection.reads.clone(), |read| vec![read]);
        frame.open_loop(frame::OpenLoop::new(params, pc, collection, reads, frame));
    }

    fn yielded(&mut self, frame: &mut Frame, value: u8, machine: &RegoVM) {
        let provenance = frame.get(value);
        let mut reads = self.used(provenance);
        for decision in frame.within_comprehension() {
            reads = shadow::merge(decision.reads.clone(), &reads);
        }
        let item = register(machine, value);
        let node = provenance.node.or_else(|| self.routes.of(item));
        let aggregate = provenance.aggregate;
        let provenance = Provenance { node, reads, aggregate, ..Provenance::default() };
        self.make(item, &provenance);
        frame.add_yield(provenance);
        if self.frames.is_empty() {
            // The entry point may be a comprehension as a whole; its members are then the violations.
            self.stories.push((register(machine, value).clone(), frame.decisions.clone()));
        }
    }

    /// A member of the set or object that the rule builds.
    fn collected(&mut self, frame: &mut Frame, value: u8, machine: &RegoVM) {
        frame.collected += 1;
        let member = register(machine, value);
        if self.frames.is_empty() {
            self.stories.push((member.clone(), frame.decisions.clone()));
            return;
        }
        let provenance = frame.get(value);
        let decided = frame.decisions.iter().flat_map(|decision| decision.reads.iter().copied());
        let reads = shadow::merge(decided.collect(), &self.used(provenance));
        let node = provenance.node.or_else(|| self.routes.of(member));
        let provenance = Provenance { node, reads, ..Provenance::default() };
        self.make(member, &provenance);
        let built = self.built.entry(frame.rule).or_default();
        built.reads = shadow::merge(std::mem::take(&mut built.reads), &provenance.reads);
        built.common = match (frame.collected, built.common, node) {
            (1, _, node) => node,
            (_, Some(common), Some(node)) => Some(self.routes.common(common, node)),
            _ => None,
        };
        if address(member).is_none() {
            built.scalars.insert(member.clone(), provenance);
        }
    }
}
