# Answers each request with its version and what it was asked; told to stop, it finishes first.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($version) = @ARGV;
my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 128, ReuseAddr => 1) or die "listen: $!";
my $select = IO::Select->new($server);
my $left; # turns until the end, once told to stop
$SIG{TERM} = sub { $left //= 40 };
$SIG{PIPE} = 'IGNORE';
$| = 1;
until (defined $left && $left <= 0) {
    $left-- if defined $left;
    unless ($select->can_read(0.1)) {
        $left -= 9 if defined $left;
        next;
    }
    my $visitor = $server->accept or next;
    my ($head, $body) = ('', '');
    while ($head !~ /\r\n\r\n/) { sysread($visitor, $head, 8192, length $head) or last }
    next unless $head =~ s/\r\n\r\n(.*)//s;
    $body = $1;
    my ($length) = $head =~ /^Content-Length: *(\d+)/mi;
    while ($length && length($body) < $length) { sysread($visitor, $body, 8192, length $body) or last }
    my ($method, $path) = $head =~ /^(\S+) (\S+)/;
    # What asks whether this server takes requests is not answered once it is to end.
    next if defined $left && $path eq '/.well-known/kata';
    my $text = "$version $method $path $body";
    my $size = length $text;
    print $visitor "HTTP/1.1 200 OK\r\nContent-Length: $size\r\nConnection: close\r\n\r\n";
    print $visitor $text unless $method eq 'HEAD';
}
