'use strict';
(() => {
  const steps = Array.from(document.querySelectorAll('article.step'));
  const links = Array.from(document.querySelectorAll('nav a'));
  let at = -1;

  function go(to) {
    if (to < 0 || to >= steps.length) return;
    if (at >= 0) { steps[at].classList.remove('current'); links[at].classList.remove('current'); }
    at = to;
    steps[at].classList.add('current');
    links[at].classList.add('current');
    steps[at].focus({ preventScroll: true });
    steps[at].scrollIntoView({ block: 'start' });
  }

  function next(type) {
    const found = steps.findIndex((step, i) => i > at && step.classList.contains(type));
    go(found >= 0 ? found : steps.findIndex(step => step.classList.contains(type)));
  }

  // The folded parts of a step and of the results that follow it.
  function parts() {
    const found = [];
    for (let node = steps[at]; node && (node === steps[at] || !node.classList.contains('step')); node = node.nextElementSibling) {
      found.push(...node.querySelectorAll('details'));
    }
    return found;
  }

  function turn(all) {
    const open = all.some(part => !part.open);
    all.forEach(part => { part.open = open; });
  }

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const keys = {
      j: () => go(at + 1), ArrowDown: () => go(at + 1),
      k: () => go(at - 1), ArrowUp: () => go(at - 1),
      n: () => next('wrong'), d: () => next('differ'),
      o: () => { if (at >= 0) turn(parts()); },
      e: () => turn(Array.from(document.querySelectorAll('details')))
    };
    if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
  });

  links.forEach((link, i) => link.addEventListener('click', event => { event.preventDefault(); go(i); }));
  const named = steps.findIndex(step => '#' + step.id === location.hash);
  if (named >= 0) go(named);
})();
