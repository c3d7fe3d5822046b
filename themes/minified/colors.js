(()=>{"use strict";try{document.documentElement.dataset.theme=localStorage.getItem("pmsite.theme")||""}catch{}})();
