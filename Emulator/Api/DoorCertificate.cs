using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Emulator.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Emulator.Api;

/// <summary>How the client ports are encrypted: the certificate that they show, and whose certificates they take.</summary>
internal sealed class DoorCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _chain;
    private readonly X509Certificate2Collection? _authorities;
    private readonly ClientCertificateMode _clients;

    private DoorCertificate(ServerOptions options, string path)
    {
        string keyOption = options.TlsKey is null ? "tls-cert" : "tls-key";
        _chain = Read("tls-cert", path, () => Certificates(path));
        _certificate = Read(keyOption, options.TlsKey ?? path, () => X509Certificate2.CreateFromPemFile(path, options.TlsKey));
        _authorities = options.SslCaCerts is { } file ? Read("ssl-ca-certs", file, () => Certificates(file)) : null;
        _clients = (ClientCertificateMode)(options.SslCertReqs switch
        {
            0 => ClientCertificateMode.NoCertificate,
            1 => ClientCertificateMode.AllowCertificate,
            _ => ClientCertificateMode.RequireCertificate,
        });
    }

    /// <summary>What the options ask for; null without TLS.</summary>
    /// <exception cref="InvalidConfigurationException">A file is not there, is no PEM, or the key is another certificate's.</exception>
    public static DoorCertificate? From(ServerOptions options) => options.TlsCert is { } path ? new DoorCertificate(options, path) : null;

    /// <summary>Encrypts what is said on a port.</summary>
    public void Use(ListenOptions listen) => listen.UseHttps(new HttpsConnectionAdapterOptions
    {
        ServerCertificate = _certificate,
        ServerCertificateChain = _chain,
        ClientCertificateMode = _clients,
        ClientCertificateValidation = _authorities is null ? null : (certificate, _, _) => IsOfAuthority(certificate),
    });

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private bool IsOfAuthority(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        X509Certificate2Collection found = [];
        found.ImportFromPemFile(path);
        return found.Count > 0 ? found : throw new CryptographicException("it holds no certificate");
    }

    private static T Read<T>(string option, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Problem($"{option} '{path}'", path, problem);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            string allowed = option == "ssl-ca-certs" ? "PEM files of certificates" : "PEM files of a certificate and of the private key that belongs to it, not encrypted";
            throw new InvalidConfigurationException($"{option} is '{path}', which cannot be used: {problem.Message.TrimEnd('.')}; allowed are {allowed}.", problem);
        }
    }
}
