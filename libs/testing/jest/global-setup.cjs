module.exports = async () => (await import('@hemtag/testing')).startTestServers();
