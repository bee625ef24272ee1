// A watch page that was fetched ahead counted for nothing then. Scripts run when somebody looks at it, and the site is told.
export function tellOfVisit(): void {
  const [entry] = performance.getEntriesByType("navigation") as (PerformanceEntry & { deliveryType?: string })[];
  if (entry?.deliveryType !== "navigational-prefetch" || !/^\/w\/[^/]+$/.test(location.pathname)) return;
  navigator.sendBeacon(`${location.pathname}/visits`, new URLSearchParams({ from: document.referrer }));
}
