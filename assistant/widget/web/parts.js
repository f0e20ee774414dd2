/* Pieces of the page, made of elements and text nodes only: what comes from the server or a person is never markup. */

/** Signs that turn the direction of writing, and controls: of what a person typed they are not shown. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const clean = (text) => text.replace(UNSEEN, "");

/** An element; of its attributes, functions listen to the event of that name, and what is false is left out. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Words of the page: the shipped ones, replaced one by one; an empty text replaces nothing. */
function wordsWith(replaced) {
  const words = { ...WORDS };
  for (const [name, text] of Object.entries(replaced ?? {})) {
    if (Object.hasOwn(WORDS, name) && typeof text === "string" && text.trim()) words[name] = text;
  }
  return (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

const day = (iso) => iso.split("-").reverse().join("/");

const keyOf = (item) => [item.provision_id, item.start, item.end].join(" ");

/** What a person calls a place: `Điều 11 khoản 6 – Điều lệ Đảng`. */
function caption(say, item) {
  const place = /^\d+(\.\d+)*\.?(\s|$)/.test(item.label) ? say("item", { label: item.label }) : item.label;
  const document = item.document_number || item.document_title;
  return place.includes(document) ? place : `${place} – ${document}`;
}

/** Since when and until when; the last day is the first one out of force. */
function validity(say, item) {
  if (!item.valid_from) return say("no_day");
  const since = say("since", { day: day(item.valid_from) });
  return item.valid_until ? `${since}, ${say("until", { day: day(item.valid_until) })}` : since;
}

/** Where a citation stands, its dates, and how near to the original and how sure it is. */
function sourceOf(say, item) {
  const told = [validity(say, item)];
  if (item.text_kind === "digest") {
    const number = item.document_number ?? "";
    const plain = !item.basis || (item.basis.includes(number) && item.basis.endsWith(item.label)); // it says no more
    told.push(plain ? say("digest") : say("digest_of", { basis: item.basis }));
  }
  if (["vừa", "thấp"].includes(item.certainty)) told.push(say("certainty", { certainty: item.certainty }));
  return told.join("; ");
}

/** The text of a provision with the quoted words marked; positions count characters, not UTF-16 units. */
function marked(text, item) {
  const signs = [...text];
  const quoted = signs.slice(item.start, item.end).join("");
  if (!item.quote || quoted !== item.quote) return [text];
  return [signs.slice(0, item.start).join(""), make("mark", {}, quoted), signs.slice(item.end).join("")];
}

/** The reading page of a provision on the server. */
function readingPage(server, item) {
  const cut = item.provision_id.indexOf("/");
  const document = encodeURIComponent(item.provision_id.slice(0, cut));
  const path = encodeURIComponent(item.provision_id.slice(cut + 1));
  return `${server}/documents/${document}?at=${path}&q_start=${item.start}&q_end=${item.end}#${path}`;
}
