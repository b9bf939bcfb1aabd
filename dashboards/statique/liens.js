// A link from one sheet to another keeps the page open: the address changes, Streamlit redraws. Without it, links just load.
(() => {
  const PAGES = ["/", "/territoire", "/comprendre", "/donnees"];
  document.addEventListener("click", (clic) => {
    const lien = clic.target.closest?.(".stHtml a[href]");
    if (!lien || clic.defaultPrevented || clic.button !== 0 || clic.metaKey || clic.ctrlKey || clic.shiftKey || clic.altKey) return;
    const cible = new URL(lien.href, location.href);
    if (cible.origin !== location.origin) return;
    if (cible.hash && cible.pathname === location.pathname && cible.search === location.search) {
      const ancre = document.getElementById(cible.hash.slice(1));
      if (!ancre) return;
      clic.preventDefault();
      ancre.setAttribute("tabindex", "-1");
      ancre.focus({ preventScroll: true });
      ancre.scrollIntoView({ block: "start" });
      return;
    }
    if (!PAGES.includes(cible.pathname)) return;
    clic.preventDefault();
    history.pushState({}, "", cible.pathname + cible.search);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector(".stMain")?.scrollTo(0, 0);
  });

  // Which page is open is said, not only shown.
  const situer = () => {
    const barre = document.querySelector(".st-key-pil-barre");
    if (!barre) return;
    if (!barre.hasAttribute("role")) {
      barre.setAttribute("role", "navigation");
      barre.setAttribute("aria-label", "Pages du site");
    }
    for (const lien of barre.querySelectorAll("a[href]")) {
      const brut = lien.getAttribute("href");
      // Streamlit writes addresses relative to its root: from another page they would lead elsewhere.
      if (!brut.startsWith("/")) lien.setAttribute("href", "/" + brut);
      const ici = new URL(lien.href).pathname === location.pathname;
      if (ici && lien.getAttribute("aria-current") !== "page") lien.setAttribute("aria-current", "page");
      if (!ici && lien.hasAttribute("aria-current")) lien.removeAttribute("aria-current");
    }
  };
  new MutationObserver(situer).observe(document.documentElement, { subtree: true, childList: true });
})();
