using System.Buffers.Binary;
using System.Net.Sockets;

namespace WebhookKit.SqlServer.Emulation.Wire;

/// <summary>Packets over a socket. One task reads while another writes.</summary>
internal sealed class TdsTransport(Socket socket) : IDisposable
{
    private const int HeaderLength = 8;

    /// <summary>What holds until the login has agreed on something else.</summary>
    public const int FirstPacketLength = 4096;

    private const byte LastPacketBit = 0x01;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _header = new byte[HeaderLength];

    /// <summary>How long a packet is at most, as agreed at login: the client reads whole packets of that length.</summary>
    public int PacketLength { get; set; } = FirstPacketLength;

    /// <summary>How much of a message a packet holds.</summary>
    public int Room => PacketLength - HeaderLength;

    /// <summary>Reads a message.</summary>
    /// <returns><see langword="null"/> when the client is gone.</returns>
    public async Task<TdsMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPacketsAsync(cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Sends a message.</summary>
    /// <param name="body">What it says.</param>
    /// <param name="isWhole">Without it the client waits for more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> body, bool isWhole, CancellationToken cancellationToken)
    {
        var room = Room;
        var packets = Math.Max(1, (body.Length + room - 1) / room);
        var packet = new byte[PacketLength];
        for (var i = 0; i < packets; i++)
        {
            var part = body[(i * room)..Math.Min(body.Length, (i + 1) * room)];
            packet[0] = (byte)MessageType.Response;
            packet[1] = isWhole && i == packets - 1 ? LastPacketBit : (byte)0;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(part.Length + HeaderLength));
            packet[6] = (byte)(i + 1);
            part.CopyTo(packet.AsMemory(HeaderLength));

            // One by one, as a server does: the client counts on it.
            await _stream.WriteAsync(packet.AsMemory(0, part.Length + HeaderLength), cancellationToken);
        }
    }

    /// <summary>Cuts the connection, so that the client sees a reset and not an end.</summary>
    public void Drop()
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }

        socket.Close();
    }

    public void Dispose() => _stream.Dispose();

    private async Task<TdsMessage> ReadPacketsAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        byte? status = null;
        while (true)
        {
            await _stream.ReadExactlyAsync(_header, cancellationToken);
            status ??= _header[1];
            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) - HeaderLength];
            await _stream.ReadExactlyAsync(part, cancellationToken);
            body.Write(part);
            if ((_header[1] & LastPacketBit) != 0)
            {
                // What a client takes back in the middle is ended with the bit "ignore".
                return new TdsMessage((MessageType)_header[0], (byte)(status.Value | (_header[1] & 0x02)), body.ToArray());
            }
        }
    }
}
