// What a module consists of, by the names that an unstripped build keeps.

/** Bytes by owner: crates, our crates' rooms and labs, and data. @param {Uint8Array} bytes a module with its name section */
export function contents(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  const sizes = [];
  const names = new Map();
  let data = 0;
  let rest = 0;
  let imported = 0;
  while (at < bytes.length) {
    const id = bytes[at++];
    const length = number();
    const end = at + length;
    if (id === 2) imported = importedFunctions(bytes, at, end);
    else if (id === 10) {
      for (let left = number(); left > 0; left--) {
        const size = number();
        sizes.push(size);
        at += size;
      }
    } else if (id === 0 && text() === "name") {
      while (at < end) {
        const kind = bytes[at++];
        const stop = number() + at;
        if (kind === 1) for (let left = number(); left > 0; left--) names.set(number(), text());
        at = stop;
      }
    }
    if (id === 11) data = length;
    else if (id !== 10 && id !== 0) rest += length;
    at = end;
  }
  if (names.size === 0) throw new Error("the module keeps no names");
  const owners = new Map([["data", data], ["tables, types, exports", rest]]);
  sizes.forEach((size, i) => {
    const owner = ownerOf(names.get(imported + i) ?? "");
    owners.set(owner, (owners.get(owner) ?? 0) + size);
  });
  return owners;
}

/** How many functions a module imports: they come first in the numbering. All its imports are functions. */
function importedFunctions(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

/** The crate that a function is written in; of our crates, the room or the lab. A method of a type parameter is its trait's. */
function ownerOf(name) {
  const plain = name.replaceAll(/\[[0-9a-f]{16}\]/g, "").replace(/^<([A-Z]|[a-z]+\d*) as /, "");
  const path = plain.replace(/^[<&\s([*]*(mut |dyn |const )*/, "");
  const [crate, room, lab] = path.split(/::|[<> ]/);
  if (!path.includes("::") || !/^[a-z_0-9]+$/.test(crate)) return "what the page calls, with what went into it";
  if (crate === "rankscope_web") return "rankscope: bindings";
  if (/^rankscope(_math)?$/.test(crate)) return room === "labs" && /^[a-z_]+$/.test(lab ?? "") ? `rankscope: labs/${lab}` : `rankscope: ${room}`;
  return /^(core|alloc|std|dlmalloc|compiler_builtins|hashbrown|str|char|bool|[fiu](\d+|size))$/.test(crate) ? "Rust's library" : crate;
}
