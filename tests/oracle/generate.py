"""Random policies and documents for a comparison of two engines."""
import json
import random
import typing

KEYS = ["a", "b", "c", "items", "name", "kind", "n", "tags"]
TEXTS = ["x", "y", "web", "db", "", "a.b", "é", "客户"]
NUMS = [0, 1, 2, 3, -1, 10, 0.1, 0.2, 0.3, 2.5, 1000, 12345678901234567890, 100]
class Gen:
    def __init__(self, seed):
        self.r = random.Random(seed); self.n = 0; self.helpers = []
    def pick(self, xs): return self.r.choice(xs)
    def chance(self, p): return self.r.random() < p
    # documents
    def doc(self, d=0):
        k = self.r.random()
        if d == 0 or (d < 3 and k < 0.35): return {key: self.doc(d+1) for key in self.r.sample(KEYS, self.r.randint(1, 5))}
        if d < 3 and k < 0.6: return [self.doc(d+1) for _ in range(self.r.randint(0, 3))]
        return self.pick([self.pick(TEXTS), self.pick(NUMS), self.pick(NUMS), True, False, None])
    # terms
    def fresh(self):
        self.n += 1; return f"v{self.n}"
    def scalar(self): return json.dumps(self.pick([self.pick(TEXTS), self.pick(NUMS), True, False, None]), ensure_ascii=False)
    def step(self, env):
        k = self.r.random()
        if k < 0.62: return "." + self.pick(KEYS)
        if k < 0.72: return f'["{self.pick(KEYS)}"]'
        if k < 0.8: return f"[{self.r.randint(0,2)}]"
        if k < 0.9 and env: return f"[{self.pick(env)}]"
        return "[_]" if not self.neg else "." + self.pick(KEYS)
    def ref(self, env):
        k = self.r.random()
        base = "input"
        if env and k < 0.45: base = self.pick(env)
        elif k < 0.52: base = "data.base"
        elif k < 0.62 and self.sets: base = self.pick(self.sets)
        elif k < 0.7 and self.values: base = self.pick(self.values)
        return base + "".join(self.step(env) for _ in range(self.r.randint(0 if base != "input" else 1, 2)))
    def term(self, env, d=0):
        k = self.r.random()
        if k < 0.45 or d > 2: return self.ref(env)
        if k < 0.62: return self.scalar()
        if k < 0.68: return "[" + ", ".join(self.term(env, d+1) for _ in range(self.r.randint(0, 3))) + "]"
        if k < 0.72: return "{" + ", ".join(f'"{self.pick(KEYS)}{i}": {self.term(env, d+1)}' for i in range(self.r.randint(1, 2))) + "}"
        if k < 0.75: return "{" + ", ".join(self.term(env, d+1) for _ in range(self.r.randint(1, 3))) + "}"
        if k < 0.83: return self.compr(env, d)
        if k < 0.9: return self.call(env, d)
        if k < 0.93 and d < 2: return f"({self.ref(env)} {self.pick(['+','-','*','/','%'])} {self.pick([self.ref(env), str(self.pick([1, 2, 0.1, 10]))])})"
        if k < 0.96:
            neg, self.neg = self.neg, True; t = f'$"v {{{self.ref(env)}}} end"'; self.neg = neg; return t
        if env: return self.pick(env)
        return self.scalar()
    def call(self, env, d):
        k = self.r.random()
        if k < 0.3 and self.functions:
            f, n = self.pick(self.functions); return f"{f}({', '.join(self.term(env, d+1) for _ in range(n))})"
        f = self.pick(["count", "sum", "max", "sort", "type_name", "is_string", "is_number", "lower", "json.marshal", "object.keys", "to_number", "abs", "is_array"])
        if k < 0.75: return f"{f}({self.term(env, d+1)})"
        g = self.pick(["object.get3", "sprintf", "startswith", "concat", "array.concat", "union2", "split", "contains", "format_int"])
        t = lambda: self.term(env, d+1)
        if g == "object.get3": return f'object.get({self.ref(env)}, "{self.pick(KEYS)}", {t()})'
        if g == "sprintf": return f'sprintf("{self.pick(["%v", "%s|", "%d", "%5v"])}", [{t()}])'
        if g == "concat": return f'concat(",", {t()})'
        if g == "union2": return f"({t()} | {t()})"
        if g == "format_int": return f"format_int({t()}, 10)"
        return f"{g}({t()}, {t()})"
    def compr(self, env, d):
        inner = list(env); body = self.body(inner, self.r.randint(1, 2), d+1)
        k = self.r.random()
        if k < 0.45: return f"[{self.head(inner)} | {body}]"
        if k < 0.8: return f"{{{self.head(inner)} | {body}}}"
        return f"{{{self.head(inner)}: {self.head(inner)} | {body}}}"
    def head(self, env): return self.pick(env) if env and self.chance(0.7) else self.term(env, 2)
    # statements
    def coll(self, env): return self.ref(env) if self.chance(0.8) else self.term(env, 1)
    def stmt(self, env, d):
        k = self.r.random()
        if k < 0.16: v = self.fresh(); t = self.term(env, d); env.append(v); return f"{v} := {t}"
        if k < 0.28: v = self.fresh(); c = self.coll(env); env.append(v); return f"some {v} in {c}"
        if k < 0.35:
            a, b = self.fresh(), self.fresh(); c = self.coll(env); env += [a, b]; return f"some {a}, {b} in {c}"
        if k < 0.40: v = self.fresh(); r = self.ref(env); env.append(v); return f"{r}[{v}]"
        if k < 0.52: return f"{self.ref(env)} {self.pick(['==','!=','<','<=','>','>='])} {self.term(env, d+1)}"
        if k < 0.60:
            self.neg = True; s = f"not {self.pick([self.ref(env), self.term(env, 1) + ' == ' + self.term(env, 1), self.call(env, 1), self.term(env,1) + ' in ' + self.ref(env)])}"; self.neg = False; return s
        if k < 0.66 and d < 2:
            v = self.fresh(); c = self.coll(env); inner = env + [v]; return f"every {v} in {c} {{ {v} != {self.scalar()}; {self.body(inner, 1, d+1)} }}"
        if k < 0.70: return f"{self.term(env, 1)} in {self.ref(env)}"
        if k < 0.73 and not self.neg:
            a, b = self.fresh(), self.fresh(); t = self.term(env, 1); env += [a, b]; return self.pick([f"[{a}, {b}] = {t}", f"[{a}, {b}] := {t}", f'{{"a": {a}, "b": {b}}} = {t}'])
        if k < 0.77: a, b = self.fresh(), self.fresh(); r = self.pick(["input", self.ref(env)]); env += [a, b]; return self.pick([f"walk({r}, [{a}, {b}])", f"[{a}, {b}] := walk({r})"])
        if k < 0.81: v = self.fresh(); t = self.term(env, 1); env.append(v); return f"{v} = {t}"
        if k < 0.86:
            r = self.ref(env); v = self.fresh(); p = self.pick(["input", f"input.{self.pick(KEYS)}", f"data.base.{self.pick(KEYS)}"] + [f"data.p.{x}" for x in self.values[:1]]); s = f"{v} := {r} with {p} as {self.term(env, 2)}"; env.append(v); return s
        if k < 0.9 and self.functions:
            f, n = self.pick(self.functions); v = self.fresh(); args = ", ".join(self.term(env, 2) for _ in range(n)); s = f"{f}({args}, {v})"; env.append(v); return s
        return self.ref(env)
    def body(self, env, n, d=0):
        lines = [self.stmt(env, d) for _ in range(n)]
        if self.chance(0.06): self.r.shuffle(lines)
        return "; ".join(lines)
    def policy(self):
        self.sets, self.values, self.functions, self.neg = [], [], [], False
        out = ["package p", ""]
        for i in range(self.r.randint(0, 2)):
            name, n = f"f{i}", self.r.randint(1, 2); args = [self.fresh() for _ in range(n)]
            if self.chance(0.3): out.append(f"default {name}({', '.join('_' for _ in args)}) := {self.scalar()}")
            env = list(args); b = self.body(env, self.r.randint(1, 2)); out.append(f"{name}({', '.join(args)}) := {self.head(env)} if {{ {b} }}" + (f" else := {self.scalar()} if {{ {self.body(list(args), 1)} }}" if self.chance(0.4) else ""))
            if self.chance(0.2): out.append(f"{name}({', '.join([self.scalar()] + args[1:])}) := {self.scalar()}")
            self.functions.append((name, n))
        for i in range(self.r.randint(0, 3)):
            k = self.r.random(); env = []; b = self.body(env, self.r.randint(1, 3))
            if k < 0.35: out.append(f"s{i} contains {self.head(env)} if {{ {b} }}"); self.sets.append(f"s{i}")
            elif k < 0.55: out.append(f"m{i}[{self.head(env)}] := {self.head(env)} if {{ {b} }}"); self.sets.append(f"m{i}")
            elif k < 0.65: out.append(f"o{i}[{self.head(env)}] contains {self.head(env)} if {{ {b} }}"); self.sets.append(f"o{i}")
            elif k < 0.72: out.append(f"l{i}.a := {self.term([])}\nl{i}.b := {self.scalar()}"); self.sets.append(f"l{i}")
            else:
                if self.chance(0.5): out.append(f"default r{i} := {self.scalar()}")
                out.append(f"r{i} := {self.head(env)} if {{ {b} }}" + (f" else := {self.scalar()} if {{ {self.body([], 1)} }}" if self.chance(0.4) else "")); self.values.append(f"r{i}")
        for i in range(self.r.randint(1, 2)):
            env = []; b = self.body(env, self.r.randint(1, 4)); m = self.pick([self.head(env), json.dumps("msg"), f'sprintf("%v", [{self.head(env)}])', f'{{"msg": "m", "v": {self.head(env)}}}']); out.append(f"deny contains {m} if {{ {b} }}")
        return "\n".join(out) + "\n"


class Case(typing.NamedTuple):
    """A policy with what it is asked about."""

    policy: str
    document: object
    data: object


def case(seed):
    """The case of a seed: the same every time."""
    made = Gen(seed)
    return Case(made.policy(), made.doc(), {"base": made.doc()})
