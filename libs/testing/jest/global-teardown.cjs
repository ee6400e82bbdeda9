module.exports = async () => (await import('@hemtag/testing')).stopTestServers();
