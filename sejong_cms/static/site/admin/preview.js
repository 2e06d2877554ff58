// The preview's frame: widths of devices, the page as printed, the language of the site's own words.
;(() => {
  "use strict"

  const frame = document.getElementById("desk-preview")
  const devices = [...document.querySelectorAll("[data-width]")]
  let printed = false

  // Rules for paper apply to the screen, and those for the screen to nothing.
  function asPrinted() {
    const turn = (rules) => {
      for (const rule of rules) {
        if (rule.cssRules) turn(rule.cssRules)
        if (!rule.media) continue
        const media = rule.media.mediaText
        if (/\bprint\b/.test(media)) rule.media.mediaText = "all"
        else if (/\bscreen\b/.test(media)) rule.media.mediaText = "not all"
      }
    }
    for (const sheet of frame.contentDocument.styleSheets) turn(sheet.cssRules)
  }

  function choose(device) {
    for (const each of devices) each.setAttribute("aria-pressed", String(each === device))
    frame.style.width = device.dataset.width ? `${device.dataset.width}px` : "100%"
    const wants = "print" in device.dataset
    if (wants !== printed) {
      printed = wants
      frame.contentWindow.location.reload()
    }
  }

  frame.addEventListener("load", () => {
    if (printed) asPrinted()
    // The site's other pages refuse to be shown in a frame.
    frame.contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]")
      if (!link || link.getAttribute("href").startsWith("#")) return
      event.preventDefault()
      window.open(link.href, "_blank", "noopener")
    })
  })
  for (const device of devices) device.addEventListener("click", () => choose(device))
  document.getElementById("desk-preview-language").addEventListener("change", (event) => {
    const address = new URL(frame.src)
    address.searchParams.set("language", event.target.value)
    frame.src = address
  })
  document.getElementById("desk-preview-print").addEventListener("click", () => frame.contentWindow.print())
  document.getElementById("desk-preview-reload").addEventListener("click", () => frame.contentWindow.location.reload())

  for (const button of document.querySelectorAll("[data-copy]")) {
    const words = button.textContent
    button.addEventListener("click", async () => {
      const field = button.previousElementSibling
      field.select()
      // Over plain HTTP there is no clipboard for scripts, but the selection can be copied by hand.
      if (!navigator.clipboard) return
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
      setTimeout(() => (button.textContent = words), 2000)
    })
  }
})()
