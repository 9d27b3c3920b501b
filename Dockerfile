# Both programs in one image. The server: docker run IMAGE serve --host 0.0.0.0
# The load generator: docker run --entrypoint dotnet IMAGE /app/loadgen/LoadGen.dll --help
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: they change less often than code, and this layer is kept while they do not.
COPY Directory.Build.props Directory.Packages.props ./
COPY Telemetry/Telemetry.csproj Telemetry/packages.lock.json Telemetry/
COPY Emulator/Emulator.csproj Emulator/packages.lock.json Emulator/
COPY LoadGen/LoadGen.csproj LoadGen/packages.lock.json LoadGen/
RUN dotnet restore LoadGen --locked-mode

COPY . .
RUN dotnet publish Emulator -c Release --no-restore -o /app/emulator \
 && dotnet publish LoadGen -c Release --no-restore -o /app/loadgen

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app

# The base image's own port would only make the server warn that it listens elsewhere.
ENV ASPNETCORE_HTTP_PORTS=
USER $APP_UID
EXPOSE 50051 8000
ENTRYPOINT ["dotnet", "/app/emulator/Emulator.dll"]
CMD ["serve", "--host", "0.0.0.0"]
