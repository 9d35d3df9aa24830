"""Copies ``public/`` to a web host, over SFTP or FTPS.

Only changed files are uploaded: to a staging folder first, then moved into place once all of them are there, so that an
interrupted transfer leaves the site as it was. Only files that this command uploaded are ever deleted; the manifest in
``.lieu/`` on the host lists them.
"""
