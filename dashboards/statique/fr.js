// Streamlit and Vega speak English in a few places; this dictionary is applied to what they write, and to nothing else.
(() => {
  const MOTS = {
    "Skip to main content": "Aller au contenu principal",
    "No results": "Aucun résultat",
    "No options to select": "Aucun choix",
    "Select...": "Choisir…",
    "Choose an option": "Choisir",
    "Select all": "Tout choisir",
    "Clear all": "Tout effacer",
    "Clear value": "Effacer",
    "clear": "effacer",
    "open": "ouvrir",
    "Open": "Ouvrir",
    "Close": "Fermer",
    "Page not found": "Page introuvable",
    "Press Enter to apply": "Entrée pour valider",
    "Press Enter to submit form": "Entrée pour valider",
    "Connecting": "Connexion",
    "CONNECTING": "Connexion",
    "Connection error": "Connexion perdue",
    "Connection lost. Please wait for the app to reconnect, and try again.": "Connexion perdue. La page se reconnecte.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "Le serveur ne répond plus.",
    "Fullscreen": "Plein écran",
    "Close fullscreen": "Quitter le plein écran",
    "Show data": "Voir les données",
    "Download as CSV": "Télécharger en CSV",
    "Search": "Chercher",
    "Copy to clipboard": "Copier",
    "Copy": "Copier",
    "Copied": "Copié",
    "Link to heading": "Lien vers ce titre",
    "Running...": "Calcul en cours…",
    "RUNNING...": "Calcul en cours…",
    "Stop": "Arrêter",
    "Toolbar": "Outils",
    "Vega visualization": "Graphique",
    "Click to view actions": "Actions",
    "Save as SVG": "Enregistrer en SVG",
    "Save as PNG": "Enregistrer en PNG",
    "View Source": "Voir la spécification",
    "View Compiled Vega": "Voir le Vega compilé",
    "Open in Vega Editor": "Ouvrir dans l’éditeur Vega",
    "Loading...": "Chargement…",
    "Loading": "Chargement",
    "main": "contenu"
  };
  const DEBUTS = [
    [/^Fullscreen: /, "Plein écran : "],
    [/^Close fullscreen: /, "Quitter le plein écran : "],
    [/^Selected (.*)\. (.*)$/, "Choix : $1. $2"],
    [/^Show data: /, "Voir les données : "]
  ];
  const ATTRIBUTS = ["aria-label", "title", "placeholder", "aria-roledescription", "alt"];
  const ROLES = { "graphics-object": "objet", "point mark": "point", "symbol mark": "point", "line mark": "ligne", "rule mark": "trait",
    "rect mark": "zone", "area mark": "bande", "text mark": "texte", "line mark container": "lignes", "symbol mark container": "points",
    "rule mark container": "traits", "text mark container": "textes", "area mark container": "bandes", "rect mark container": "zones",
    "group mark container": "groupe", "point": "point", "visualization": "graphique" };

  const traduire = (texte) => {
    const net = texte.trim();
    if (Object.hasOwn(MOTS, net)) return texte.replace(net, MOTS[net]);
    for (const [forme, par] of DEBUTS) if (forme.test(net)) return net.replace(forme, par);
    return null;
  };
  const attributs = (element) => {
    for (const nom of ATTRIBUTS) {
      const valeur = element.getAttribute(nom);
      if (!valeur) continue;
      const mieux = nom === "aria-roledescription" ? ROLES[valeur] : traduire(valeur);
      if (mieux && mieux !== valeur) element.setAttribute(nom, mieux);
    }
  };
  const visiter = (noeud) => {
    if (noeud.nodeType === Node.TEXT_NODE) {
      if (noeud.parentElement?.closest(".stHtml, script, style")) return;
      const mieux = traduire(noeud.data);
      if (mieux && mieux !== noeud.data) noeud.data = mieux;
      return;
    }
    if (noeud.nodeType !== Node.ELEMENT_NODE) return;
    attributs(noeud);
    for (const enfant of noeud.childNodes) visiter(enfant);
  };
  const observateur = new MutationObserver((changements) => {
    for (const c of changements) {
      if (c.type === "attributes") attributs(c.target);
      else if (c.type === "characterData") visiter(c.target);
      else c.addedNodes.forEach(visiter);
    }
  });
  observateur.observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS
  });
  visiter(document.documentElement);
})();
